package dev.parley.session;

/// The framing cannot carry a message: it is too large, empty, or holds its own delimiter. Nothing
/// of it was sent.
///
/// The caller's fault when the message is its own; a service that makes its answers from what peers
/// send may let it pass, and the session ends with [CloseReason#UNCARRIABLE].
public final class UnencodableMessageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UnencodableMessageException(String message) {
    super(message);
  }
}
