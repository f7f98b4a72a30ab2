package dev.parley.internal.engine;

import dev.parley.frame.BrokenFramingException;
import dev.parley.frame.CheckedFraming;
import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Message;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.StreamLink;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.UnencodableMessageException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The sending half of a stream session: encodes messages into the buffer of its layer or link, and
/// bounds what waits for the peer. A superclass rather than a field, since an idle session should
/// take as few objects as possible.
///
/// ```
///   send ─▶ begin · the bytes · finish ─▶ (LayerPipe) ─▶ StreamLink.room, written once per batch
/// ```
///
/// Confined to its loop; sends from other threads are encoded on the calling thread and queued on
/// the loop as frames.
public abstract sealed class StreamSender extends SessionCore implements StreamLink.Receiver
    permits StreamReceiver {
  final StreamLink link;

  /// The pump of the layers; null without layers, and once they pass bytes unchanged.
  @Nullable LayerPipe pipe;

  /// The framings now. Other threads may see the old ones a little longer, and then encode with
  /// those: see [#takeOver].
  private FramingPair framings;

  /// The encoder of our messages, that of [#framings]; for the loop.
  private Encoder encoder;

  // Between begin and finish: where the current frame starts, and the bytes in front of its
  // message.
  private int frameStart;
  private short headLength;

  /// The last published value of [#queued], capped to an `int`; see [#seen].
  private volatile int seenWaiting;

  StreamSender(
      SessionConfig config, EventLoop loop, long id, Address listener, Connection connection) {
    super(config, loop, id, listener);
    this.link = new StreamLink(loop, connection, this, config.linkBounds);
    this.framings = config.framings;
    this.encoder = framings.encoder();
  }

  @Override
  final void reconfigured() {
    super.reconfigured();
    link.bounds(config.linkBounds);
  }

  /// Returns the framings now.
  final FramingPair framings() {
    return framings;
  }

  /// Encodes with these framings from the next message on.
  final void encodeWith(FramingPair framings) {
    this.framings = framings;
    this.encoder = framings.encoder();
  }

  @Override
  public final void send(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (!loop.isCurrent()) {
      byte[] copy = new byte[length];
      System.arraycopy(bytes, offset, copy, 0, length);
      sendFromAfar(Message.of(copy));
      return;
    }
    ByteBuffer out = begin(length);
    if (out != null) {
      out.put(bytes, offset, length);
      finish(out);
    }
  }

  @Override
  public final void send(ByteBuffer bytes) {
    if (!loop.isCurrent()) {
      super.send(bytes);
      return;
    }
    int length = bytes.remaining();
    ByteBuffer out = begin(length);
    if (out != null) {
      out.put(out.position(), bytes, bytes.position(), length);
      out.position(out.position() + length);
      finish(out);
    }
    bytes.position(bytes.limit());
  }

  @Override
  public final void send(Message message) {
    if (loop.isCurrent() || isCarried(message)) {
      sendHere(message);
    } else {
      sendFromAfar(message);
    }
  }

  private void sendHere(Message message) {
    ByteBuffer out = begin(message.length());
    if (out != null) {
      try {
        message.copyTo(out);
      } catch (IllegalStateException e) {
        out.position(frameStart); // the view has expired
        throw e;
      }
      finish(out);
    }
  }

  @Override
  public final <T> boolean compose(int length, T source, Composer<? super T> composer) {
    if (!loop.isCurrent()) {
      return super.compose(length, source, composer);
    }
    ByteBuffer out = begin(length);
    if (out == null) {
      return true;
    }
    boolean isComposed = false;
    loop.composing(1);
    try {
      if (composer.put(source, out)) {
        checkWhole(length, messageStart(), out);
        isComposed = true;
      }
    } finally {
      loop.composing(-1);
      if (!isComposed) {
        out.position(frameStart);
      }
    }
    if (isComposed) {
      finish(out);
    }
    return isComposed;
  }

  @Override
  public final int maxMessage() {
    return framings.out().maxMessage();
  }

  @Override
  public final boolean offer(Message message) {
    FramingPair framings = this.framings;
    int need = message.length() + framings.encoder().overhead();
    if (!isOpen() || !hasRoomOrWaits(need)) {
      return false;
    }
    if (loop.isCurrent() || isCarried(message)) {
      sendHere(message);
    } else {
      handOver(SharedMessage.encode(message, framings.encoder()), framings);
    }
    return true;
  }

  /// Returns true on a virtual thread that the loop carries, for a message that can be written into
  /// the loop's buffer at once. The virtual thread must not wait in between: so not through layers,
  /// which may need locks of the JDK, nor with a user's framing, nor if the session would have to
  /// end. Nothing of this thread may be on its way to the loop, since order is kept.
  private boolean isCarried(Message message) {
    return loop.isCarrier()
        && pipe == null
        && CheckedFraming.isKnown(encoder)
        && crossing() == 0
        && hasRoom(queued(), message.length() + encoder.overhead());
  }

  /// Sends a message from another thread.
  private void sendFromAfar(Message message) {
    FramingPair framings = this.framings;
    ByteBuffer frame = SharedMessage.encode(message, framings.encoder());
    if (!isOpen()) {
      return;
    }
    if (hasRoom(frame.remaining())) {
      handOver(frame, framings);
    } else {
      loop.execute(this::outboxFull);
    }
  }

  @Override
  final void takeOver(ByteBuffer frame, @Nullable FramingPair framings) {
    ByteBuffer now = frame;
    if (framings != null && framings != this.framings) {
      now = encodedAgain(frame, framings);
      if (now == null) {
        return;
      }
    }
    messagesOut++;
    putThrough(now);
    seen(queued());
  }

  /// Encodes a message again whose frame was on its way from another thread when the framing
  /// changed. The frame is whole, so its own decoder finds the message in it. Not after a framing
  /// has settled: a peer without frames is not harmed by one.
  ///
  /// @return null if the session had to end
  private @Nullable ByteBuffer encodedAgain(ByteBuffer frame, FramingPair before) {
    if (before.out().settles() || before.encoder().equals(encoder)) {
      return frame;
    }
    try {
      Message message = Message.view();
      Decoder decoder = CheckedFraming.decoder(before.out());
      return SharedMessage.encode(
          decoder.decode(frame, message) ? message : Message.empty(), encoder);
    } catch (UnencodableMessageException e) {
      end(CloseReason.UNCARRIABLE, e.problem());
      return null;
    } catch (ProtocolException | BrokenFramingException e) {
      loop.failed(e); // an encoder whose frames its own decoder refuses
      end(CloseReason.DEFECT, Problem.of(SessionProblem.ENGINE_FAILED, e.getClass().getName()));
      return null;
    }
  }

  @Override
  final Encoder sharedEncoder(int length) {
    return framings.encoder();
  }

  @Override
  final void sendShared(SharedMessage message) {
    if (!isOpen()) {
      return;
    }
    try {
      putShared(message.frame(encoder), 1);
    } catch (RuntimeException | Error e) {
      sharingFailed(e);
    }
  }

  @Override
  final void sendShared(SharedMessages messages) {
    if (!isOpen()) {
      return;
    }
    try {
      for (SharedFrames.Run run : messages.runs(this, encoder)) {
        if (pipe == null) {
          putShared(run.bytes(), run.frames().size());
        } else {
          for (ByteBuffer frame : run.frames()) { // a layer may have to know where one ends
            putShared(frame, 1);
          }
        }
      }
    } catch (RuntimeException | Error e) {
      sharingFailed(e);
    }
  }

  /// Sends frames that are shared with other sessions, unless this one has ended.
  ///
  /// @param count how many they are: one if there are layers
  private void putShared(ByteBuffer frames, int count) {
    if (!isOpen()) {
      return;
    }
    if (!hasRoom(queued(), frames.remaining())) {
      outboxFull();
      return;
    }
    messagesOut += count;
    LayerPipe pipe = this.pipe;
    if (pipe == null) {
      link.share(frames);
    } else {
      pipe.send(frames.duplicate());
    }
    long queued = queued();
    if (queued > 0) {
      seen(queued);
    }
  }

  private void sharingFailed(Throwable e) {
    if (e instanceof UnencodableMessageException unencodable) {
      end(CloseReason.UNCARRIABLE, unencodable.problem());
    } else {
      loop.failed(e);
      link.broken(e);
    }
  }

  private void outboxFull() {
    abort(
        CloseReason.OUTBOX_FULL,
        Problem.of(SessionProblem.OUTBOX_FULL, config.limits.maxOutboxBytes()));
  }

  /// Begins the frame of a message of `length` bytes and returns its buffer; null if nothing can be
  /// sent.
  private @Nullable ByteBuffer begin(int length) {
    if (!isOpen()) {
      return null;
    }
    int need = length + encoder.overhead();
    long queued = queued();
    if (queued > 0 && queued + need > config.limits.maxOutboxBytes()) {
      outboxFull();
      return null;
    }
    LayerPipe pipe = this.pipe;
    ByteBuffer out = pipe == null ? link.room(need) : pipe.reserve(need);
    frameStart = out.position();
    try {
      encoder.begin(length, out);
    } catch (IllegalArgumentException e) {
      throw new UnencodableMessageException(Problem.of(e));
    }
    headLength = (short) (out.position() - frameStart);
    return out;
  }

  private int messageStart() {
    return frameStart + headLength;
  }

  private void finish(ByteBuffer out) {
    try {
      encoder.finish(messageStart(), out);
    } catch (IllegalArgumentException e) {
      out.position(frameStart);
      throw new UnencodableMessageException(Problem.of(e));
    } catch (BrokenFramingException e) {
      out.position(frameStart);
      throw e;
    }
    messagesOut++;
    LayerPipe pipe = this.pipe;
    if (pipe != null) {
      pipe.finishFrame(out);
    }
    long queued = queued();
    if (queued > 0) {
      seen(queued);
    }
  }

  @Override
  final long waitingHere() {
    return loop.isCurrent() ? queued() : seenWaiting;
  }

  @Override
  final long outputEnd(boolean isNextTurn) {
    LayerPipe pipe = this.pipe;
    return pipe != null && (!isNextTurn || pipe.isAtWork() || pipe.state().heldBytes() > 0)
        ? FlushCallbacks.UNKNOWN
        : link.bytesOut() + link.unsent() + link.outputBytes();
  }

  @Override
  final long outputTaken() {
    return link.bytesOut();
  }

  /// A layer that holds bytes releases them in a batch, and waiting ones are reported when they are
  /// taken. What a failed socket has lost is told at the end of the session, which a pause may
  /// delay.
  @Override
  final boolean isFlushSilent() {
    return outputEnd(true) != FlushCallbacks.UNKNOWN
        && !link.isWaiting()
        && link.unsent() == 0
        && !link.isClosed();
  }

  /// Publishes the number of waiting bytes for other threads.
  final void seen(long queued) {
    seenWaiting = (int) Math.min(queued, Integer.MAX_VALUE);
  }

  /// Returns the bytes that wait for the kernel or in the layer. On the loop.
  final long queued() {
    return link.waiting() + heldByLayer();
  }

  /// Returns the bytes that the layer holds back until the login is over or the peer asks for them.
  final long heldByLayer() {
    LayerPipe pipe = this.pipe;
    return pipe == null ? 0 : pipe.state().heldBytes();
  }

  private void putThrough(ByteBuffer frame) {
    LayerPipe pipe = this.pipe;
    if (pipe == null) {
      putRaw(frame);
    } else {
      pipe.send(frame);
    }
  }

  /// Sends bytes past the layer.
  final void putRaw(ByteBuffer bytes) {
    link.room(bytes.remaining()).put(bytes);
  }

  /// Flushes the layer. If it throws, the session ends, since nothing else would send the bytes
  /// that it keeps.
  @Override
  public final void flushing() {
    LayerPipe pipe = this.pipe;
    if (pipe != null) {
      try {
        pipe.flush();
      } catch (RuntimeException | Error e) {
        link.broken(e);
        throw e;
      }
    }
  }

  @Override
  public final void drained() {
    seen(queued());
    if (link.waiting() == 0) {
      // Later, not from here: continuing may fill and drain the outbox again, recursively.
      loop.execute(() -> unpause(PAUSED_BY_OUTBOX));
    }
    notifyDrainedIfWanted();
    checkFlushes();
  }
}
