package dev.parley.layer;

/// The peer broke the agreed protocol. Always the peer's fault (or its configuration's), never
/// ours; the session that meets it ends, no other does.
///
/// Carries no stack trace: a peer can cause as many as it likes, and where our code noticed does
/// not matter.
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What the peer did.
  public enum Fault {
    /// A message longer than the limit of its framing.
    TOO_LARGE,
    /// Bytes that the framing does not allow.
    MALFORMED,
    /// The stream ended, or must have been cut, inside a frame.
    TRUNCATED,
    /// What was to prove who the peer is was judged, and is wrong: it may have been a guess.
    WRONG_PROOF,
    /// Bytes that are no login, or not all of one: nothing was judged.
    LOGIN,
    /// A login that came to nothing though nothing in it can have been a guess: the peer does not
    /// trust us, supports nothing that we do, or has the right key and another framing.
    DECLINED,
    /// Bytes that the other side of a sealed session did not seal, or not here and now.
    FORGED
  }

  private final Fault fault;

  /// A fault with a sentence for our side's log that names value, limit and unit and holds no raw
  /// peer bytes.
  public ProtocolException(Fault fault, String detail) {
    super(detail, null, false, false);
    this.fault = fault;
  }

  /// What the peer did.
  public Fault fault() {
    return fault;
  }
}
