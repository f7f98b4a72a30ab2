package dev.parley.sealed;

import dev.parley.internal.buffer.PendingBytes;
import dev.parley.internal.noise.CipherState;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import dev.parley.secure.LayerContext;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The common part of both sides of a sealed session: a login, which each side implements, and then
/// records. Bytes that our side sends before that are queued. Confined to its session's thread.
abstract sealed class SealedStream implements Layer, LayerLogin, LayerState
    permits SealedServer, SealedClient {
  /// Memory of a session during its login and after it, in bytes, as measured.
  private static final int LOGIN_COST = 1024;

  private static final int OPEN_COST = 2688;

  private final PendingBytes held = new PendingBytes();

  /// Null until the login is over.
  private @Nullable RecordFormat records;

  /// The received part of the login message that is awaited; null when no more is expected or the
  /// login was refused.
  @Nullable ByteBuffer begun;

  SealedStream(int firstPart) {
    this.begun = ByteBuffer.allocate(firstPart);
  }

  @Override
  public final void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    if (records == null) {
      try {
        login(wire, outer);
      } catch (ProtocolException e) {
        begun = null;
        throw e;
      }
    }
    RecordFormat open = records;
    if (open != null && wire.hasRemaining()) {
      open.opener.receive(wire, inner);
    }
  }

  /// Continues the login; calls [#open] at its end.
  abstract void login(ByteBuffer wire, Sink outer) throws ProtocolException;

  /// The login is over: the queued bytes leave in the first records.
  final void open(CipherState ours, CipherState theirs, LayerContext context, Sink outer) {
    RecordFormat open = new RecordFormat(ours, theirs, context);
    records = open;
    held.release(bytes -> open.sealer.add(bytes, outer));
    open.sealer.flush(outer);
  }

  @Override
  public final void release() {
    RecordFormat open = records;
    if (open != null) {
      open.opener.release();
    }
  }

  @Override
  public final @Nullable ByteBuffer reserve(int bytes, Sink outer) {
    RecordFormat open = records;
    return open == null ? null : open.sealer.room(bytes, outer);
  }

  @Override
  public final void send(ByteBuffer inner, Sink outer) {
    RecordFormat open = records;
    if (open != null) {
      open.sealer.add(inner, outer);
    } else {
      held.add(inner);
    }
  }

  @Override
  public final void flush(Sink outer) {
    RecordFormat open = records;
    if (open != null) {
      open.sealer.flush(outer);
    }
  }

  @Override
  public final void finish(Sink outer) {
    RecordFormat open = records;
    if (open != null) {
      open.sealer.end(outer);
    }
  }

  @Override
  public final void end() throws ProtocolException {
    RecordFormat open = records;
    if (open == null) {
      throw endedInLogin();
    }
    open.opener.end();
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
    return records == null;
  }

  @Override
  public final int begunBytes() {
    RecordFormat open = records;
    return open == null ? 0 : open.opener.begun();
  }

  @Override
  public final long heldBytes() {
    return held.size();
  }

  @Override
  public final long cost() {
    RecordFormat open = records;
    return held.cost()
        + (open == null ? LOGIN_COST : OPEN_COST + open.opener.cost() + open.sealer.cost());
  }
}
