package dev.parley.session;

import java.io.IOException;

/// The session has ended, so nothing can be said or heard in it any more.
public final class SessionClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final CloseReason reason;

  public SessionClosedException(CloseReason reason, String detail) {
    super(detail.isEmpty() ? "the session has ended: " + reason : detail);
    this.reason = reason;
  }

  /// Why it ended.
  public CloseReason reason() {
    return reason;
  }
}
