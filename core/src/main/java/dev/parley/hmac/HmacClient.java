package dev.parley.hmac;

import dev.parley.frame.Greeting;
import dev.parley.frame.Message;
import dev.parley.internal.buffer.LoginBytes;
import dev.parley.internal.buffer.PendingBytes;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;

/// The client side of the challenge login; see [HmacServer] for the sequence. Bytes that our side
/// sends before the challenge arrives are queued and leave after the proof. Confined to its
/// session's thread.
final class HmacClient implements Layer, LayerLogin, LayerState {
  /// Memory of one such login in bytes, as measured.
  private static final int COST = 256;

  private final HmacAlgorithm digest;
  private final Secret secret;
  private final ByteBuffer challenge = ByteBuffer.allocate(HmacSecurity.CHALLENGE_LENGTH);
  private final PendingBytes held = new PendingBytes();
  private boolean answered;

  HmacClient(HmacAlgorithm digest, Secret secret) {
    this.digest = digest;
    this.secret = secret;
  }

  @Override
  public void start(Sink outer) {
    // The server speaks first.
  }

  @Override
  public void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    if (!answered) {
      LoginBytes.fill(challenge, wire);
      if (challenge.hasRemaining()) {
        return;
      }
      Greeting greeting = Greeting.of(Message.of(challenge.array()));
      if (greeting == Greeting.SEALED) {
        throw new ProtocolException(
            ProtocolException.Fault.LOGIN, Problem.of(LoginProblem.SEALED_SERVER));
      }
      if (greeting == Greeting.SSH || greeting == Greeting.HTTP) {
        throw new ProtocolException(
            ProtocolException.Fault.LOGIN, Problem.of(LoginProblem.NO_CHALLENGE, greeting));
      }
      answered = true;
      outer.put(ByteBuffer.wrap(secret.prove(digest, challenge.array())));
      held.release(outer);
    }
    if (wire.hasRemaining()) {
      inner.put(wire);
    }
  }

  @Override
  public void send(ByteBuffer inner, Sink outer) {
    if (answered) {
      outer.put(inner);
    } else {
      held.add(inner);
    }
  }

  @Override
  public void end() throws ProtocolException {
    if (!answered) {
      throw LoginBytes.ended(LoginProblem.CHALLENGE_CUT, challenge, digest);
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
    return !answered;
  }

  @Override
  public boolean isTransparent() {
    return answered;
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
