package dev.parley.chat.protocol;

import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import org.jspecify.annotations.Nullable;

/// A message is not what the protocol allows: the sender's fault. A server answers with [#refused],
/// and the connection goes on.
///
/// Has no stack trace: a peer can cause any number of these.
public final class ChatFormatException extends Exception implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final @Nullable String kind;
  private final @Nullable String ref;
  private final @Nullable String room;
  private final @Nullable String id;

  /// @param message what could be read of it
  ChatFormatException(Problem problem, JsonObject message) {
    super(null, null, false, false);
    this.problem = problem;
    this.kind = message.glance("kind");
    this.ref = message.glance("ref");
    this.room = message.glance("room");
    this.id = message.glance("id");
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /// Returns the problem's sentence. It may quote the message, safe to print.
  @Override
  public String getMessage() {
    return problem.toString();
  }

  /// Returns true if the message has a kind, so it was meant as one of this protocol. A line of
  /// text that happens to begin with `{` has none.
  public boolean hasKind() {
    return kind != null;
  }

  /// Returns true if nothing is wrong but that the kind is unknown: clients ignore such notices.
  public boolean isUnknownKind() {
    return problem.code() == ChatProblem.UNKNOWN_KIND;
  }

  /// Returns the answer, with what could be read of the request.
  public Notice.Refused refused() {
    return new Notice.Refused(ChatError.MALFORMED, getMessage(), ref, room, id, 0);
  }
}
