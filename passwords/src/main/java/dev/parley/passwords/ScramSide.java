package dev.parley.passwords;

import dev.parley.internal.buffer.PendingBytes;
import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What both sides of a SCRAM login share: they take lines in turn, and then bytes pass as they
/// are. What our side says before that is held. Confined to its session's thread.
///
/// ```
///   server                                                 client
///     │ ── Parley scram 1 SCRAM-SHA-256-PLUS LF ─────────────▶ │
///     │ ◀── p=tls-exporter,,n=NAME,r=NONCE LF ──────────────── │
///     │ ── r=NONCE,s=SALT,i=ITERATIONS LF ───────────────────▶ │
///     │ ◀── c=BINDING,r=NONCE,p=PROOF LF ───────────────────── │   derived off the loop
///     │ ── v=SIGNATURE LF, or e=invalid-proof LF and the end ─▶ │
///     │ ◀═════════════════ bytes as they are ════════════════▶ │
/// ```
abstract sealed class ScramSide implements Layer permits ScramServer, ScramClient {
  /// What a login takes: a line, and what the exchange keeps in any case.
  private static final int LOGIN_COST = 2560;

  private final PendingBytes held = new PendingBytes();

  /// Null when the login is over or was refused.
  private @Nullable LoginLine line = new LoginLine();

  private boolean isOver;

  @Override
  public final void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    try {
      if (!isOver) {
        goOn(outer);
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
      throw Scram.refused("the peer goes on talking after its login was refused");
    }
    boolean isWhole = begun.fill(wire);
    check(begun);
    if (isWhole) {
      take(begun.text(), wire.hasRemaining(), outer);
    }
  }

  /// Says what our side must say before the peer says more: because there was work to do, which is
  /// done now.
  void goOn(Sink outer) throws ProtocolException {}

  /// Looks at what has come of a line.
  ///
  /// @throws ProtocolException if no such line is waited for
  abstract void check(LoginLine begun) throws ProtocolException;

  /// Takes a whole line.
  ///
  /// @param isMoreThere more bytes have come behind it
  /// @throws ProtocolException if no such line is waited for, or our side refuses
  abstract void take(String text, boolean isMoreThere, Sink outer) throws ProtocolException;

  /// The login is over, and was right.
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

  /// The fault of a stream that ended before the login was over.
  abstract ProtocolException endedInLogin();

  @Override
  public final boolean isLogin() {
    return !isOver;
  }

  @Override
  public final boolean isHolding() {
    return !held.isEmpty();
  }

  @Override
  public final long held() {
    return held.size();
  }

  @Override
  public final long cost() {
    return isOver ? 0 : LOGIN_COST + kept() + held.cost();
  }

  /// The bytes of memory that what the other side has sent takes besides. Allocates nothing.
  int kept() {
    return 0;
  }
}
