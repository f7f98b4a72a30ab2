package dev.parley.internal.engine;

import dev.parley.frame.CheckedFraming;
import dev.parley.frame.Decoder;
import dev.parley.frame.Framing;
import dev.parley.frame.HttpRule;
import dev.parley.frame.Message;
import dev.parley.internal.admission.Place;
import dev.parley.internal.admission.Silence;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.EventLoop;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.session.Address;
import dev.parley.session.Event;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The receiving half of a stream session: cuts messages out of the bytes that have passed the
/// layers, and delivers them one at a time. A superclass, as [StreamSender] is.
///
/// ```
///   bytes ─▶ (HTTP?) ─▶ decoder ─▶ one message ─▶ handler ─▶ the next one, if nothing pauses us
/// ```
///
/// A message is cut only after the handler has returned from the one before it. Confined to its
/// loop.
abstract sealed class StreamReceiver extends StreamSender permits StreamSession {
  /// The number of messages between two checks of the clock in a long read: more than the depth of
  /// a usual pipeline.
  private static final int MESSAGES_PER_LOOK = 64;

  final Place place;
  final StreamDeadlines deadlines;
  Decoder decoder;

  /// Null once the framing is settled, and for a decoder that has nothing to settle.
  private @Nullable Silence silence;

  boolean hasPeerEnded;

  /// True once the peer has authenticated, or has sent a whole message that is not empty.
  boolean hasProven;

  StreamReceiver(
      SessionConfig config,
      EventLoop loop,
      long id,
      Address listener,
      Connection connection,
      Place place) {
    super(config, loop, id, listener, connection);
    this.place = place;
    this.decoder = CheckedFraming.decoder(config.in);
    this.silence = newSilence();
    this.deadlines = new StreamDeadlines(openedAt());
  }

  /// Ends the session for a fault of the peer.
  ///
  /// @param bytes the faulty bytes, and what follows
  abstract void end(ProtocolException fault, ByteBuffer bytes);

  // Another framing.

  @Override
  public final void reframe(Framing in, Framing out) {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(out, "out");
    requireLoop("reframe");
    if (in.awaitsReady() || out.awaitsReady() || framings().awaitsReady()) {
      throw new InvalidValueException(FramingProblem.CHANGE_WITH_READY);
    }
    Framing.check(in, out);
    if (!isOpen()) {
      return;
    }
    encodeWith(config.framings(in, out));
    if (silence != null) {
      silence.stop();
    }
    decoder = CheckedFraming.decoder(in);
    silence = newSilence();
    if (undecoded(link.rest()).hasRemaining()) {
      loop.execute(this::decodeAgain); // unless this is a callback of its decoding, which goes on
    }
  }

  /// Decodes bytes that the decoder before has left.
  private void decodeAgain() {
    if (isOpen() && !hasPause()) {
      resume();
    }
  }

  // Decoding.

  /// Decodes messages and delivers them.
  ///
  /// @param isAll true if the stream has ended after these bytes
  final void decode(ByteBuffer in, boolean isAll) {
    int before = in.remaining();
    Message view = Message.view();
    Silence silence = this.silence;
    try {
      boolean isSilent = silence != null && silence.takeEnd();
      boolean isLast = isAll || isSilent;
      if (isSilent && mayDecode(in, true) && decoder.silent(in, view)) {
        settle();
        prove(view);
        deliver(view);
      }
      int share = loop.messages().share();
      int done = 0;
      while (done < share
          && !hasPause()
          && isOpen()
          && mayDecode(in, isLast)
          && decoder.decode(in, view)) {
        prove(view);
        deliver(view); // from here, to keep the handler's call depth small
        done++;
        if (link.waiting() > config.highWaterBytes) {
          pause(PAUSED_BY_OUTBOX);
        }
        if (done % MESSAGES_PER_LOOK == 0 && loop.isLate()) {
          share = done;
        }
      }
      loop.messages().spend(done);
      if (done == share && in.hasRemaining() && isOpen()) {
        yieldTurn();
      }
    } catch (ProtocolException e) {
      end(e, in);
      return;
    }
    if ((!in.hasRemaining() && !hasBegunLayer()) || hasPause()) {
      deadlines.noFrame();
    } else if (!deadlines.isFrameBegun() || in.remaining() < before) {
      deadlines.frameBegan(loop.now());
    }
    Silence now = this.silence; // the framing may have changed, or settled
    if (now != null) {
      awaitSilence(now, in.hasRemaining());
    }
  }

  /// Yields: the remaining bytes are decoded in a later turn, and those in the kernel are read
  /// after that.
  final void yieldTurn() {
    if (!hasPause()) {
      loop.nextTurn(this::resumeInTurn); // first, since there may be no memory for it
      pauseForOthers();
    }
  }

  private void resumeInTurn() {
    resumeIfAllowed();
    link.readNextTurn();
  }

  /// Returns false while the first bytes of a plain stream may still become an HTTP request.
  final boolean mayDecode(ByteBuffer in, boolean isAll) throws ProtocolException {
    return hasProven || !isPlain() || framings().http().check(in, isAll);
  }

  /// Checks messages up to the first that is not empty, which shows that the peer is genuine.
  private void prove(Message message) throws ProtocolException {
    if (hasProven) {
      return;
    }
    if (isPlain()) {
      framings().http().check(message);
    }
    if (!message.isEmpty()) {
      hasProven = true;
      place.spoke();
    }
  }

  /// Checks for HTTP on the wire, where a layer consumes the first bytes.
  final void refuseHttpOnWire(ByteBuffer in) throws ProtocolException {
    if (framings().http() == HttpRule.READY && isPlain() && bytesIn == in.remaining()) {
      boolean _ = framings().http().check(in, false);
    }
  }

  final boolean isPlain() {
    return listener.scheme().isPlain() && !isUpgraded();
  }

  private void awaitSilence(Silence silence, boolean hasUndecoded) {
    if (decoder.settled() != null) {
      settle();
    } else if (hasUndecoded && !hasPause()) {
      silence.await(decoder.silenceNanos());
    } else {
      silence.stop();
    }
  }

  /// Handles a silence long enough to make the undecoded bytes a message. While we do not read, the
  /// silence does not count; when reading resumes, decoding starts the wait again.
  private void silent(Silence silence) {
    if (!isOpen() || isPaused() || hasPeerEnded) {
      return;
    }
    if (hasBegunLayer() || link.isDeferred()) {
      awaitSilence(silence, true); // the peer is sending: more may lie here or in the kernel
      return;
    }
    resume();
  }

  /// Returns a timer if the decoder waits for silence, null if not.
  private @Nullable Silence newSilence() {
    return decoder.silenceNanos() == 0 ? null : new Silence(loop, this::silent);
  }

  private void settle() {
    Framing settled = decoder.settled();
    if (silence == null || settled == null) {
      return;
    }
    silence.stop();
    silence = null;
    encodeWith(framings().settledOn(settled));
    decoder = CheckedFraming.decoder(framing());
    if (!settled.keepsBoundaries()) {
      config.emit(new Event.FramingSettled(id(), transport(), peerName(), principal(), settled));
    }
  }

  final boolean hasBegunLayer() {
    LayerPipe pipe = this.pipe;
    return pipe != null && pipe.state().begunBytes() > 0;
  }

  /// Returns the input that is not a message yet.
  ///
  /// @param rest the bytes that the link keeps
  final ByteBuffer undecoded(ByteBuffer rest) {
    LayerPipe pipe = this.pipe;
    return pipe == null ? rest : pipe.plain();
  }

  @Override
  public final int most() {
    return decoder.maxFrameBytes();
  }

  @Override
  public final Framing framing() {
    return framings().in();
  }
}
