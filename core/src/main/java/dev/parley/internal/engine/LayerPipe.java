package dev.parley.internal.engine;

import dev.parley.internal.net.StreamLink;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The pump of one session's layers: passes wire bytes in, keeps what the session has not decoded
/// yet, and writes what the layers emit to the link. A session without layers has none.
///
/// ```
///   in:   received ─▶ receive ─▶ (layer) ─▶ plain ─▶ decoder        release, at the end of a read
///                                   │
///                       endBatch: flush, and taken if nothing is left
///                                   ▼
///   out:  encoder ─▶ reserve · finishFrame, or send ─▶ (layer) ─▶ put ─▶ StreamLink.room
/// ```
///
/// The session decodes [#plain] and calls the handler itself, between [#beginBatch] and
/// [#endBatch], so that as few calls lie between selector and handler as without a layer.
///
/// While the layer's work is running on another thread ([#isAtWork]), that thread owns the layer:
/// only [#reserve], [#send] and the queries are passed on to it. Confined to its session's loop.
final class LayerPipe implements Layer.Sink {
  private final StreamLink link;
  private final Layer layer;
  private final LayerLogin login;
  private final LayerState state;
  private final ByteQueue plain = new ByteQueue();

  /// True during a batch: output waits for its end.
  private boolean isInBatch;

  /// True if the current frame was built in the layer's own buffer.
  private boolean isFrameInPlace;

  private boolean isAtWork;

  LayerPipe(Layer layer, StreamLink link) {
    this.link = link;
    this.layer = layer;
    this.login = layer.login();
    this.state = layer.state();
  }

  LayerLogin login() {
    return login;
  }

  LayerState state() {
    return state;
  }

  void start() {
    layer.start(this);
  }

  // In.

  /// Passes bytes from the peer through the layer, to [#plain]. Also after a fault, [#plain] has
  /// what was complete before it.
  void receive(ByteBuffer wire) throws ProtocolException {
    layer.receive(wire, plain, this);
  }

  /// Returns the bytes that are not decoded yet; the session consumes them by moving the position.
  ByteBuffer plain() {
    return plain.bytes();
  }

  /// Begins a batch: until its end, output is not flushed.
  void beginBatch() {
    isInBatch = true;
  }

  /// Ends a batch: emits what the layer has kept for coalescing.
  ///
  /// @param isOpen false if nobody reads [#plain] any more; the peer may go on sending
  /// @param isPaused true if some of the peer's bytes may not have been decoded yet
  void endBatch(boolean isOpen, boolean isPaused) {
    isInBatch = false;
    if (isOpen) {
      plain.release();
    } else {
      plain.clear();
    }
    flush();
    if (!isAtWork && !isPaused) {
      layer.taken(this);
    }
  }

  /// The bytes that the last [#receive] has lent to [#plain] are no longer used.
  void release() {
    layer.release();
  }

  /// The peer has ended its stream.
  void end() throws ProtocolException {
    layer.end();
  }

  /// Returns true if the session can do without this pipe from now on.
  boolean isBypassed() {
    return state.isTransparent() && !plain.bytes().hasRemaining();
  }

  /// Returns true if nothing waits to be decoded, or to become decodable.
  boolean isAllDecoded() {
    return !plain.bytes().hasRemaining() && !isAtWork;
  }

  // Work.

  /// Returns work that the layer needs, null if none. If there is some, the thread that runs it
  /// owns the layer until [#endWork].
  @Nullable Runnable takeWork() {
    Runnable work = login.work();
    isAtWork |= work != null;
    return work;
  }

  void endWork() {
    isAtWork = false;
  }

  boolean isAtWork() {
    return isAtWork;
  }

  // Out.

  /// Returns a buffer for one frame of at most `bytes` bytes. [#finishFrame] follows, unless the
  /// frame is dropped.
  ByteBuffer reserve(int bytes) {
    ByteBuffer room = layer.reserve(bytes, this);
    isFrameInPlace = room != null;
    return room == null ? ByteBuffer.allocate(bytes) : room;
  }

  /// The frame in the buffer of [#reserve] is complete.
  void finishFrame(ByteBuffer out) {
    if (isFrameInPlace) {
      flushLater();
    } else {
      send(out.flip());
    }
  }

  /// Sends a complete frame.
  void send(ByteBuffer frame) {
    layer.send(frame, this);
    flushLater();
  }

  private void flushLater() {
    if (!isInBatch) {
      link.flushLater();
    }
  }

  void flush() {
    if (!isAtWork) {
      layer.flush(this);
    }
  }

  /// Sends the end of our output, if the layer has a message for it.
  void finish() {
    if (!isAtWork) {
      layer.finish(this);
    }
  }

  /// Writes what the layer emits to the link.
  @Override
  public void put(ByteBuffer bytes) {
    link.room(bytes.remaining()).put(bytes);
  }

  /// Returns the bytes of memory that are held here and in the layer.
  long cost() {
    return plain.cost() + state.cost();
  }
}
