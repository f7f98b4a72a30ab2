package dev.parley.sealed;

import dev.parley.internal.buffer.PendingBytes;
import dev.parley.internal.noise.CipherState;
import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import dev.parley.secure.LayerContext;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What both sides of a sealed session share: a login, which each goes through in its own way, and
/// then records. What our side says before that is held. Confined to its session's thread.
abstract sealed class SealedStream implements Layer permits SealedServer, SealedClient {
  /// What a session takes in its login and after it, as measured.
  private static final int LOGIN_COST = 1024;

  private static final int OPEN_COST = 2688;

  private final PendingBytes held = new PendingBytes();

  /// Null until the login is over.
  private @Nullable RecordFormat records;

  /// What has come of the part of the login that is waited for; null when there is no more to come,
  /// or what came was refused.
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

  /// Goes on with the login, by [#open] to its end.
  abstract void login(ByteBuffer wire, Sink outer) throws ProtocolException;

  /// The login is over: what was held leaves in the first record.
  final void open(CipherState ours, CipherState theirs, LayerContext surroundings, Sink outer) {
    RecordFormat open = new RecordFormat(ours, theirs, surroundings);
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
  public final @Nullable ByteBuffer room(int bytes, Sink outer) {
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

  /// The fault of a stream that ended before the login was over.
  abstract ProtocolException endedInLogin();

  @Override
  public final boolean isLogin() {
    return records == null;
  }

  @Override
  public final boolean isTransparent() {
    return false;
  }

  @Override
  public final int begun() {
    RecordFormat open = records;
    return open == null ? 0 : open.opener.begun();
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
    RecordFormat open = records;
    return held.cost()
        + (open == null ? LOGIN_COST : OPEN_COST + open.opener.cost() + open.sealer.cost());
  }
}
