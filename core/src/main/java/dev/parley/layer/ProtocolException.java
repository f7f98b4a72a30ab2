package dev.parley.layer;

import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;

/// The peer broke the agreed protocol. Always the fault of the peer or its configuration, never
/// ours. Ends the session concerned and no other.
///
/// Has no stack trace: a peer can cause any number of these, and where our code noticed does not
/// matter.
public final class ProtocolException extends Exception implements HasProblem {
  private static final long serialVersionUID = 1L;

  /// What the peer did wrong.
  public enum Fault {
    /// A message exceeded the framing's maximum.
    TOO_LARGE,
    /// Bytes that the framing does not allow.
    MALFORMED,
    /// The stream ended, or must have been cut, inside a frame.
    TRUNCATED,
    /// The proof of the peer's identity was checked and is wrong: it may have been a guess.
    WRONG_PROOF,
    /// Not a login, or an incomplete one: nothing was checked.
    LOGIN,
    /// The login failed, but nothing in it can have been a guess: the peer does not trust us, has
    /// no algorithm or version in common with us, or has the right key but another framing.
    DECLINED,
    /// Bytes that the other side of a sealed session did not seal, or not at this point of the
    /// stream.
    FORGED
  }

  private final Fault fault;
  private final transient Problem problem;

  /// Creates a fault with a sentence for our log that names value, limit and unit and contains no
  /// raw bytes of the peer.
  public ProtocolException(Fault fault, String detail) {
    this(fault, Problem.text(detail));
  }

  /// Creates a fault whose message is the problem's sentence, which is made only when it is asked
  /// for. The problem contains no raw bytes of the peer.
  public ProtocolException(Fault fault, Problem problem) {
    super(null, null, false, false);
    this.fault = fault;
    this.problem = problem;
  }

  /// Returns the sentence about [#problem].
  @Override
  public String getMessage() {
    return problem.toString();
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /// Returns what the peer did wrong.
  public Fault fault() {
    return fault;
  }
}
