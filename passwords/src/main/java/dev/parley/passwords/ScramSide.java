package dev.parley.passwords;

import dev.parley.internal.buffer.PendingBytes;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.LoginProblem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The common part of both sides of a SCRAM login: they exchange lines in turn, and then bytes pass
/// unchanged. Bytes that our side sends before that are queued. Confined to its session's thread.
///
/// ```
///   server                                                 client
///     │ ── Parley scram 1 SCRAM-SHA-256-PLUS LF ─────────────▶ │
///     │ ◀── p=tls-exporter,,n=NAME,r=NONCE LF ──────────────── │
///     │ ── r=NONCE,s=SALT,i=ITERATIONS LF ───────────────────▶ │
///     │ ◀── c=BINDING,r=NONCE,p=PROOF LF ───────────────────── │   derived off the event loop
///     │ ── v=SIGNATURE LF, or e=invalid-proof LF and the end ─▶ │
///     │ ◀═════════════════ bytes unchanged ══════════════════▶ │
/// ```
abstract sealed class ScramSide implements Layer, LayerLogin, LayerState
    permits ScramServer, ScramClient {
  /// Memory of a login in bytes: a line, and the exchange's fixed state.
  private static final int LOGIN_COST = 2560;

  private final PendingBytes held = new PendingBytes();

  /// Null once the login is over or was refused.
  private @Nullable LoginLine line = new LoginLine();

  private boolean isOver;

  @Override
  public final void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    try {
      if (!isOver) {
        resume(outer);
      }
      while (!isOver && wire.hasRemaining()) {
        takeFrom(wire, outer);
      }
    } catch (ProtocolException e) {
      line = null;
      throw e;
    }
    if (wire.hasRemaining()) {
      inner.put(wire);
    }
  }

  private void takeFrom(ByteBuffer wire, Sink outer) throws ProtocolException {
    LoginLine begun = line;
    if (begun == null) {
      throw Scram.refused(LoginProblem.PEER_TALKS_ON);
    }
    boolean isWhole = begun.fill(wire);
    check(begun);
    if (isWhole) {
      take(begun.text(), wire.hasRemaining(), outer);
    }
  }

  /// Sends what our side must send before the peer continues, after [#work] has finished.
  void resume(Sink outer) throws ProtocolException {}

  /// Checks the received part of a line.
  ///
  /// @throws ProtocolException if it is not the start of an expected line
  abstract void check(LoginLine begun) throws ProtocolException;

  /// Takes a complete line.
  ///
  /// @param isMoreThere true if more bytes have arrived after it
  /// @throws ProtocolException if it is not an expected line, or our side refuses the login
  abstract void take(String text, boolean isMoreThere, Sink outer) throws ProtocolException;

  /// The login has succeeded.
  final void open(Sink outer) {
    isOver = true;
    line = null;
    held.release(outer);
  }

  static void say(String text, Sink outer) {
    outer.put(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public final void send(ByteBuffer inner, Sink outer) {
    if (isOver) {
      outer.put(inner);
    } else {
      held.add(inner);
    }
  }

  @Override
  public final void end() throws ProtocolException {
    if (!isOver) {
      throw endedInLogin();
    }
  }

  /// Returns the fault of a stream that ended during the login.
  abstract ProtocolException endedInLogin();

  // Login and state.

  @Override
  public final LayerLogin login() {
    return this;
  }

  @Override
  public final LayerState state() {
    return this;
  }

  @Override
  public final boolean isPending() {
    return !isOver;
  }

  @Override
  public final long heldBytes() {
    return held.size();
  }

  @Override
  public final long cost() {
    return isOver ? 0 : LOGIN_COST + kept() + held.cost();
  }

  /// Returns the memory of the peer's input that is kept besides, in bytes. Allocates nothing.
  int kept() {
    return 0;
  }
}
