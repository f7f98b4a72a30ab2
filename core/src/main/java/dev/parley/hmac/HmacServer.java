package dev.parley.hmac;

import dev.parley.frame.Sniff;
import dev.parley.internal.buffer.LoginBytes;
import dev.parley.internal.buffer.PendingBytes;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// The server side of the challenge login (docs/PROTOCOL.md, "HMAC login").
///
/// ```
///   server                                  client
///     │ ── 32 random bytes ──────────────────▶ │
///     │ ◀── HMAC(secret, those 32), 16 or 32 ── │
///     │ ◀──────── bytes unchanged ────────────▶ │     wrong or short proof: closed silently
/// ```
///
/// Buffers at most the proof's length of the peer's input, and sends nothing but the challenge
/// until the proof is right. Confined to its session's thread.
public final class HmacServer implements Layer, LayerLogin, LayerState {
  /// Memory of one such login in bytes, as measured.
  private static final int COST = 256;

  private final HmacAlgorithm digest;
  private final Secret secret;
  private final byte[] challenge;
  private final ByteBuffer proof;
  private final PendingBytes held = new PendingBytes();
  private boolean proven;

  /// Takes the array; the caller must not change it.
  HmacServer(HmacAlgorithm digest, Secret secret, byte[] challenge) {
    this.digest = digest;
    this.secret = secret;
    this.challenge = challenge;
    this.proof = ByteBuffer.allocate(digest.macLength());
  }

  @Override
  public void start(Sink outer) {
    outer.put(ByteBuffer.wrap(challenge).asReadOnlyBuffer());
  }

  @Override
  public void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    if (!proven) {
      LoginBytes.fill(proof, wire);
      if (proof.hasRemaining()) {
        return;
      }
      // A wrong proof stays in the buffer, which is full, so that any later bytes are refused too.
      if (!MessageDigest.isEqual(proof.array(), secret.prove(digest, challenge))) {
        throw wrong(Sniff.text(ByteBuffer.wrap(proof.array())));
      }
      proven = true;
      held.release(outer);
    }
    if (wire.hasRemaining()) {
      inner.put(wire);
    }
  }

  /// @param look says what the peer sent if it is recognisably another protocol, which does not
  ///   count as guessing; null otherwise
  private ProtocolException wrong(@Nullable Problem look) {
    return new ProtocolException(
        look == null ? ProtocolException.Fault.WRONG_PROOF : ProtocolException.Fault.LOGIN,
        Problem.of(LoginProblem.WRONG_PROOF, digest).withHint(look));
  }

  @Override
  public void send(ByteBuffer inner, Sink outer) {
    if (proven) {
      outer.put(inner);
    } else {
      held.add(inner);
    }
  }

  @Override
  public void end() throws ProtocolException {
    if (!proven) {
      throw LoginBytes.ended(LoginProblem.PROOF_CUT, proof, digest);
    }
  }

  // Login and state.

  @Override
  public LayerLogin login() {
    return this;
  }

  @Override
  public LayerState state() {
    return this;
  }

  @Override
  public boolean isPending() {
    return !proven;
  }

  @Override
  public boolean isTransparent() {
    return proven;
  }

  @Override
  public long heldBytes() {
    return held.size();
  }

  @Override
  public long cost() {
    return COST + held.cost();
  }
}
