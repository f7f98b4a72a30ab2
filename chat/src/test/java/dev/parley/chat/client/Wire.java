package dev.parley.chat.client;

import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Request;
import dev.parley.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection that keeps what is said, until a test looks at it.
final class Wire implements Connection {
  private final boolean isDatagram;
  private final List<Request> said = new ArrayList<>();
  private boolean isAborted;
  private boolean isClosed;
  private @Nullable Problem fault;

  Wire(boolean isDatagram) {
    this.isDatagram = isDatagram;
  }

  @Override
  public boolean isDatagram() {
    return isDatagram;
  }

  @Override
  public @Nullable Problem say(Request request) {
    if (fault == null) {
      said.add(request);
    }
    return fault;
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public void abort() {
    isAborted = true;
  }

  /// From now on nothing can be sent, for this reason.
  void refuse(Problem problem) {
    fault = problem;
  }

  /// Returns what was said since the last call.
  List<Request> said() {
    List<Request> all = List.copyOf(said);
    said.clear();
    return all;
  }

  /// Returns what was said since the last call, as JSON.
  List<String> json() {
    return said().stream().map(request -> ChatJson.encode(request).text()).toList();
  }

  boolean isAborted() {
    return isAborted;
  }

  boolean isClosed() {
    return isClosed;
  }
}
