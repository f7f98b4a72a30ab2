package dev.parley.session;

import java.io.IOException;

/// The session has ended, so nothing can be sent or received any more.
public final class SessionClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final CloseReason reason;

  /// Creates the exception; if `detail` is empty, the message is made from the reason.
  public SessionClosedException(CloseReason reason, String detail) {
    super(detail.isEmpty() ? "the session has ended: " + reason : detail);
    this.reason = reason;
  }

  /// Returns why it ended.
  public CloseReason reason() {
    return reason;
  }
}
