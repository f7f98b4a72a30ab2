package dev.parley.chat.client;

import dev.parley.chat.protocol.Notice;
import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Something that a [RoomClient] was asked for was not done. The message is a sentence for people.
public final class ChatClientException extends IOException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Notice.@Nullable Refused refused;

  ChatClientException(Problem problem) {
    this(problem, null);
  }

  ChatClientException(Problem problem, Notice.@Nullable Refused refused) {
    super(problem.toString());
    this.problem = problem;
    this.refused = refused;
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /// Returns what the server has said, with its number; null if it was not the server.
  public Notice.@Nullable Refused refused() {
    return refused;
  }
}
