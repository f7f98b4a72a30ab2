package dev.parley.session;

/// The framing cannot carry a message: it is too large, empty, or contains the delimiter. Nothing
/// of it was sent.
///
/// It is the caller's fault if the message is its own. A service that derives its answers from its
/// peers' messages may let it propagate; the session then ends with [CloseReason#UNCARRIABLE].
public final class UnencodableMessageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// Creates the exception with a sentence for people.
  public UnencodableMessageException(String message) {
    super(message);
  }
}
