package dev.parley.internal.engine;

import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.HttpRule;
import dev.parley.frame.Message;
import dev.parley.frame.Sniff;
import dev.parley.frame.TlsAlert;
import dev.parley.internal.admission.Place;
import dev.parley.internal.admission.Refusal;
import dev.parley.internal.admission.Silence;
import dev.parley.internal.admission.StreamPlace;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.FailureHandler;
import dev.parley.internal.net.StreamLink;
import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Source;
import dev.parley.limit.SourceLevels;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Traffic;
import dev.parley.session.Transport;
import dev.parley.session.UnencodableMessageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A session over a byte stream: TCP, or a Unix-domain socket.
///
/// ```
///   in:   StreamLink ─▶ received ─▶ (layer) ─▶ decoder ─▶ rate ─▶ handler
///   out:  send ─▶ begin · the bytes · finish ─▶ (layer) ─▶ StreamLink.room, written once per batch
/// ```
///
/// Confined to its loop; sends from other threads are encoded on the calling thread and queued on
/// the loop as frames.
public final class StreamSession extends SessionCore
    implements StreamLink.Receiver, StreamPlace.Occupant {
  private final SocketAddress peer;
  private final SocketAddress local;
  private final Place place;
  private final StreamLink link;
  private final StreamDeadlines deadlines;
  private Framing framing;
  private Decoder decoder;

  /// Changes at most once, when the framing is settled. Other threads may see the old one a little
  /// longer; encoders are immutable.
  private Encoder encoder;

  /// Null once the framing is settled, and for a decoder that has nothing to settle.
  private @Nullable Silence silence;

  private @Nullable Layered layered;
  private boolean isLoggingIn;
  private boolean peerEnded;
  private boolean wantsEndOutput;
  private boolean closesWhenReleased;

  /// True once the peer has authenticated, or has sent a whole message that is not empty.
  private boolean hasProven;

  /// True while work of the layer runs on another thread, which then owns the layer.
  private boolean isAtWork;

  // Between begin and finish: where the current frame starts, and the bytes in front of its
  // message.
  private int frameStart;
  private short headLength;

  /// The last significant value of [#queued], for other threads; at most the limit of an outbox.
  private volatile int seenWaiting;

  /// A step of the start.
  @FunctionalInterface
  public interface Step {
    /// Runs the step; on the loop.
    ///
    /// @throws IOException if the socket has failed
    void run() throws IOException;
  }

  /// An empty input, to continue after a layer's work.
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// The number of messages between two checks of the clock in a long read: more than the depth of
  /// a usual pipeline.
  private static final int MESSAGES_PER_LOOK = 64;

  // Made before there is no memory for them.
  private static final Problem OUT_OF_MEMORY = Problem.of(SessionProblem.OUT_OF_MEMORY);
  private static final Problem ASKED_FOR_MEMORY = Problem.of(SessionProblem.ASKED_FOR_MEMORY);

  /// A layer, and its output that is not decoded yet.
  private static final class Layered {
    final Layer layer;
    final ByteQueue plain = new ByteQueue();
    final Layer.Sink outer;

    /// True while output is flushed at the end of the batch.
    boolean isInBatch;

    /// True if the current frame was built in the layer's own buffer.
    boolean isFrameInPlace;

    Layered(Layer layer, Layer.Sink outer) {
      this.layer = layer;
      this.outer = outer;
    }
  }

  /// Creates a session that takes over a connection. Call [#start] on the loop next.
  ///
  /// @param place the session's share of the quotas; it is released when the socket is closed
  public StreamSession(
      SessionConfig terms,
      EventLoop loop,
      long id,
      Address listener,
      Connection connection,
      Place place) {
    super(terms, loop, id, listener);
    this.peer = connection.peer();
    this.local = connection.local();
    this.place = place;
    this.link = new StreamLink(loop, connection, this, terms.linkBounds);
    this.framing = terms.in;
    this.decoder = framing.decoder();
    this.encoder = terms.encoder;
    this.silence = decoder.silenceNanos() == 0 ? null : new Silence(loop, this::silent);
    this.deadlines = new StreamDeadlines(terms, openedAt());
    Layer layer = terms.layer(listener, loop.recordBuffers());
    this.layered = layer == null ? null : new Layered(layer, this::putRaw);
  }

  /// Starts with the login, if there is one, otherwise with the handler. Reads at once, because
  /// most peers have sent something by the time they are served: in a storm of connections they are
  /// then served one by one, while the selector would report all of them together; and peers that
  /// have left already are closed before anything more is spent on them.
  ///
  /// @param first what the peer has sent already, possibly nothing; owned by the session
  /// @param tuning sets the socket options, if the peer is still there
  public void start(ByteBuffer first, Step tuning) {
    begin(() -> {
      if (first.hasRemaining()) {
        link.hear(first);
      }
      link.readFirst();
      if (isOpen()) {
        tuning.run();
      }
    });
  }

  /// Starts without input.
  public void start() {
    begin(() -> {});
  }

  private void begin(Step listening) {
    try {
      link.open();
      Layered layered = this.layered;
      if (layered != null) {
        isLoggingIn = layered.layer.isLogin();
        layered.layer.start(layered.outer);
        takeWork(layered);
      }
      if (!isLoggingIn) {
        loggedIn(null);
      }
      listening.run();
      link.listen();
    } catch (IOException e) {
      failed(e, NOTHING);
      link.abort();
    } catch (RuntimeException | Error e) {
      link.broken(e); // or its socket and its place would leak
      throw e;
    }
  }

  /// Ends the login phase (there may have been no login) and calls the handler, unless no place is
  /// left.
  private void loggedIn(@Nullable String name) {
    hasProven = name != null || terms.authenticates;
    Refusal refusal = place.loggedIn(hasProven);
    if (refusal == null) {
      tellOpened(name);
    } else {
      end(refusal.reason(), refusal.problem());
    }
  }

  // Input.

  @Override
  public void received(ByteBuffer in, int fresh) {
    if (fresh > 0) {
      countIn(fresh);
      deadlines.heard(loop.now());
    }
    Layered layered = this.layered;
    if (layered == null) {
      decode(in, false);
      return;
    }
    if (isPaused() && in.hasRemaining()) {
      return;
    }
    if (isLoggingIn && !mayProve()) {
      return;
    }
    // Decoded from here, so that the handler's call depth is the same as without a layer: see
    // EventLoop.Dispatch.
    ProtocolException fault = throughLayer(layered, in);
    if (batchBegins(layered)) {
      decode(layered.plain.bytes(), false); // what came whole before the fault is still answered
    }
    batchEnds(layered);
    layered.layer.release();
    if (fault != null) {
      if (fault.fault() == ProtocolException.Fault.WRONG_PROOF && isOpen()) {
        place.hasGuessed();
      }
      end(fault, in);
      return;
    }
    takeWork(layered);
    endIfLayerHas(layered);
    if (link.waiting() > terms.highWaterBytes) {
      pause(PAUSED_BY_OUTBOX); // because of the layer's own answers, such as new keys
    }
    if (in.hasRemaining() && !isAtWork) {
      giveWayWithRecords();
    }
  }

  /// Ends the session if its login must no longer be checked, and then returns false.
  private boolean mayProve() {
    Refusal refusal = isOpen() ? place.mayProve() : null;
    if (refusal != null) {
      end(refusal.reason(), refusal.problem());
    }
    return refusal == null;
  }

  /// Yields: the layer has used up its share of this turn, and continues in the next one.
  private void giveWayWithRecords() {
    if (isOpen()) {
      giveWay();
    } else if (closesWhenReleased) {
      loop.nextTurn(link::resume);
    }
  }

  private @Nullable ProtocolException throughLayer(Layered layered, ByteBuffer in) {
    try {
      if (!hasProven) {
        refuseHttpOnWire(in);
      }
      layered.layer.receive(in, layered.plain, layered.outer);
      return null;
    } catch (ProtocolException e) {
      return e;
    }
  }

  /// Starts a batch of the layer's output, and calls the handler's opened method when the login is
  /// done. Returns true if the output is for the handler.
  private boolean batchBegins(Layered layered) {
    layered.isInBatch = true;
    if (isLoggingIn && !layered.layer.isLogin()) {
      isLoggingIn = false;
      if (layered.layer.isRevoked()) {
        revoked(layered.layer.principal()); // revoked during the handshake
      } else {
        loggedIn(layered.layer.principal());
      }
    }
    return !isLoggingIn;
  }

  private void batchEnds(Layered layered) {
    layered.isInBatch = false;
    if (isOpen()) {
      layered.plain.release();
    } else {
      layered.plain.clear(); // nobody reads it any more, and the peer may go on sending
    }
    if (!isAtWork) {
      layered.layer.flush(layered.outer);
      if (!isPaused()) {
        layered.layer.taken(layered.outer);
      }
    }
    if (layered.layer.isTransparent() && !layered.plain.bytes().hasRemaining()) {
      this.layered = null;
    }
    seen(queued());
    tellDrainedIfWanted();
    endOutputWhenReleased();
  }

  /// Passes the layer's work, if there is any, to a thread that may block.
  private void takeWork(Layered layered) {
    Runnable work = isOpen() || closesWhenReleased ? layered.layer.work() : null;
    if (work == null) {
      return;
    }
    isAtWork = true;
    boolean isTaken =
        terms.workers.offer(workLevels(), new Work(work), () -> loop.execute(this::workRefused));
    if (!isTaken) {
      workRefused();
    }
  }

  /// A piece of the layer's work, and its completion on the loop. One object for both, since there
  /// may be no memory for another one by then.
  private final class Work implements Runnable {
    private final Runnable work;
    private @Nullable Throwable failure;
    private volatile boolean isDone;

    Work(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      if (isDone) {
        workDone(failure);
        return;
      }
      try {
        work.run();
      } catch (Throwable e) {
        failure = e;
      }
      isDone = true;
      terms.accidents.insist(() -> loop.execute(this));
    }
  }

  /// Returns the levels for fair queueing. Loopback addresses count as sources too, and all peers
  /// of a Unix-domain socket are one source.
  private List<Source> workLevels() {
    return peer instanceof InetSocketAddress internet
        ? SourceLevels.of(internet, Source.IPV6_PREFIX)
        : List.of(Source.of(peer));
  }

  private void workRefused() {
    isAtWork = false;
    cut(terms.workers.refusal(), terms.workers.refusalProblem());
  }

  private void workDone(@Nullable Throwable failure) {
    isAtWork = false;
    Layered layered = this.layered;
    if (layered == null || link.isClosed() || !(isOpen() || closesWhenReleased)) {
      return;
    }
    if (failure != null) {
      loop.failed(failure);
      broken(failure);
      link.abort();
      return;
    }
    received(NOTHING, 0);
    link.resume();
  }

  private void endIfLayerHas(Layered layered) {
    if (layered.layer.hasEnded() && !isPaused() && !peerEnded && (isOpen() || closesWhenReleased)) {
      boolean _ = ended(NOTHING);
    }
  }

  /// Decodes messages and delivers them.
  ///
  /// @param isAll true if the stream has ended after these bytes
  private void decode(ByteBuffer in, boolean isAll) {
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
        if (link.waiting() > terms.highWaterBytes) {
          pause(PAUSED_BY_OUTBOX);
        }
        if (done % MESSAGES_PER_LOOK == 0 && loop.isLate()) {
          share = done;
        }
      }
      loop.messages().spend(done);
      if (done == share && in.hasRemaining() && isOpen()) {
        giveWay();
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
    if (silence != null) {
      awaitSilence(silence, in.hasRemaining());
    }
  }

  /// Yields: the remaining bytes are decoded in a later turn, and those in the kernel are read
  /// after that.
  private void giveWay() {
    if (!hasPause()) {
      loop.nextTurn(this::goOnInTurn); // first, since there may be no memory for it
      pauseForOthers();
    }
  }

  private void goOnInTurn() {
    goOnIfAllowed();
    link.readNextTurn();
  }

  /// Returns false while the first bytes of a plain stream may still become an HTTP request.
  private boolean mayDecode(ByteBuffer in, boolean isAll) throws ProtocolException {
    return hasProven || !isPlain() || terms.http.check(in, isAll);
  }

  /// Checks messages up to the first that is not empty, which shows that the peer is genuine.
  private void prove(Message message) throws ProtocolException {
    if (hasProven) {
      return;
    }
    if (isPlain()) {
      terms.http.check(message);
    }
    if (!message.isEmpty()) {
      hasProven = true;
      place.spoke();
    }
  }

  /// Checks for HTTP on the wire, where a layer consumes the first bytes.
  private void refuseHttpOnWire(ByteBuffer in) throws ProtocolException {
    if (terms.http == HttpRule.READY && isPlain() && bytesIn == in.remaining()) {
      boolean _ = terms.http.check(in, false);
    }
  }

  private boolean isPlain() {
    return !listener.isTls();
  }

  /// Ends the session for a fault of the peer. A TLS client that has called a plain server gets a
  /// TLS alert.
  ///
  /// @param bytes the faulty bytes, and what follows
  private void end(ProtocolException fault, ByteBuffer bytes) {
    if (isOpen() && !hasProven && terms.answersTls && isPlain() && Sniff.isTlsHello(bytes)) {
      putRaw(TlsAlert.unexpectedMessage());
    }
    end(CloseReason.of(fault), fault.problem());
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
    if (!isOpen() || isPaused() || peerEnded) {
      return;
    }
    if (hasBegunLayer() || link.isPutOff()) {
      awaitSilence(silence, true); // the peer is sending: more may lie here or in the kernel
      return;
    }
    goOn();
  }

  private void settle() {
    Framing settled = decoder.settled();
    if (silence == null || settled == null) {
      return;
    }
    silence.stop();
    silence = null;
    framing = settled;
    decoder = settled.decoder();
    if (!settled.keepsBoundaries()) {
      encoder = terms.out.settles() ? settled.encoder() : encoder;
      terms.emit(new Event.FramingSettled(id(), transport(), peerName(), principal(), settled));
    }
  }

  private boolean hasBegunLayer() {
    Layered layered = this.layered;
    return layered != null && layered.layer.begun() > 0;
  }

  /// Returns the input that is not a message yet.
  ///
  /// @param rest the bytes that the link keeps
  private ByteBuffer undecoded(ByteBuffer rest) {
    Layered layered = this.layered;
    return layered == null ? rest : layered.plain.bytes();
  }

  @Override
  public boolean ended(ByteBuffer rest) {
    if (closesWhenReleased) {
      peerEnded = true;
      sayLast();
      link.finish(); // the `ready` that our last message waits for cannot come any more
      return true;
    }
    if (peerEnded) {
      return true; // a layer has reported the end before, and now the stream itself ends
    }
    Layered layered = this.layered;
    ByteBuffer bytes = undecoded(rest);
    if (bytes.hasRemaining() && !isLoggingIn) {
      decode(bytes, true); // so that only the start of a frame is left before the end
      if (hasPause()) {
        return false;
      }
    }
    peerEnded = true;
    if (!isOpen()) {
      return true;
    }
    deadlines.ended(loop.now());
    try {
      if (layered != null) {
        layered.layer.end();
      }
      boolean _ = mayDecode(bytes, true);
      Message view = Message.view();
      if (decoder.end(bytes, view)) {
        deliver(view);
      }
    } catch (ProtocolException e) {
      end(e, bytes);
      return true;
    }
    if (isOpen()) {
      tellEnded();
    }
    if (layered != null && layered.layer.hasEndedBoth()) {
      end(CloseReason.PEER_CLOSED, null); // nothing that we could still send would leave
    }
    return true;
  }

  @Override
  public boolean isPaused() {
    // While closing, we read on for the peer's `ready`.
    return isAtWork || (hasPause() && !closesWhenReleased);
  }

  @Override
  public boolean isAllDecoded() {
    Layered layered = this.layered;
    return layered == null || !(layered.plain.bytes().hasRemaining() || isAtWork);
  }

  @Override
  public int most() {
    return decoder.most();
  }

  @Override
  void goOn() {
    Layered layered = this.layered;
    if (layered != null) {
      if (batchBegins(layered)) {
        decode(layered.plain.bytes(), false);
      }
      batchEnds(layered);
      endIfLayerHas(layered);
    }
    link.resume();
  }

  // Output.

  @Override
  public void send(byte[] bytes, int offset, int length) {
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
  public void send(Message message) {
    if (!loop.isCurrent()) {
      sendFromAfar(message);
      return;
    }
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
  public <T> boolean compose(int length, T source, Composer<? super T> composer) {
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
  public boolean offer(Message message) {
    int need = message.length() + encoder.overhead();
    if (!isOpen() || !hasRoomOrWaits(need)) {
      return false;
    }
    if (loop.isCurrent()) {
      send(message);
    } else {
      handOver(encode(message));
    }
    return true;
  }

  /// Sends a message from another thread.
  private void sendFromAfar(Message message) {
    ByteBuffer frame = encode(message);
    if (!isOpen()) {
      return;
    }
    if (hasRoom(frame.remaining())) {
      handOver(frame);
    } else {
      loop.execute(this::outboxFull);
    }
  }

  /// Encodes a frame in its own buffer on the calling thread, so that an exception is thrown to the
  /// caller.
  private ByteBuffer encode(Message message) {
    Encoder encoder = this.encoder;
    ByteBuffer frame = ByteBuffer.allocate(message.length() + encoder.overhead());
    try {
      encoder.begin(message.length(), frame);
      int start = frame.position();
      message.copyTo(frame);
      encoder.finish(start, frame);
    } catch (IllegalArgumentException e) {
      throw new UnencodableMessageException(Problem.of(e));
    }
    return frame.flip();
  }

  @Override
  void takeOver(ByteBuffer frame) {
    messagesOut++;
    putThrough(frame);
    seen(queued());
  }

  private void outboxFull() {
    cut(
        CloseReason.OUTBOX_FULL,
        Problem.of(SessionProblem.OUTBOX_FULL, terms.limits.maxOutboxBytes()));
  }

  /// Begins the frame of a message of `length` bytes and returns its buffer; null if nothing can be
  /// sent.
  private @Nullable ByteBuffer begin(int length) {
    if (!isOpen()) {
      return null;
    }
    int need = length + encoder.overhead();
    long queued = queued();
    if (queued > 0 && queued + need > terms.limits.maxOutboxBytes()) {
      outboxFull();
      return null;
    }
    ByteBuffer out = layered == null ? link.room(need) : roomInLayer(layered, need);
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

  private static ByteBuffer roomInLayer(Layered layered, int bytes) {
    ByteBuffer room = layered.layer.room(bytes, layered.outer);
    layered.isFrameInPlace = room != null;
    return room == null ? ByteBuffer.allocate(bytes) : room;
  }

  private void finish(ByteBuffer out) {
    try {
      encoder.finish(messageStart(), out);
    } catch (IllegalArgumentException e) {
      out.position(frameStart);
      throw new UnencodableMessageException(Problem.of(e));
    }
    messagesOut++;
    Layered layered = this.layered;
    if (layered != null && layered.isFrameInPlace) {
      flushLater(layered);
    } else if (layered != null) {
      putThrough(out.flip());
    }
    long queued = queued();
    if (queued > 0) {
      seen(queued);
    }
  }

  @Override
  long waiting() {
    return loop.isCurrent() ? queued() : seenWaiting;
  }

  private void seen(long queued) {
    seenWaiting = (int) Math.min(queued, Integer.MAX_VALUE);
  }

  private long queued() {
    Layered layered = this.layered;
    return link.waiting() + (layered == null ? 0 : layered.layer.held());
  }

  private void putThrough(ByteBuffer frame) {
    Layered layered = this.layered;
    if (layered == null) {
      putRaw(frame);
    } else {
      layered.layer.send(frame, layered.outer);
      flushLater(layered);
    }
  }

  private void flushLater(Layered layered) {
    if (!layered.isInBatch) {
      link.flushLater();
    }
  }

  @Override
  public void flushing() {
    Layered layered = this.layered;
    if (layered != null && !isAtWork) {
      layered.layer.flush(layered.outer);
    }
  }

  /// Sends the end of our output, in layers that have a message for it.
  private void sayLast() {
    Layered layered = this.layered;
    if (layered != null && !isAtWork) {
      layered.layer.finish(layered.outer);
    }
  }

  private void putRaw(ByteBuffer bytes) {
    link.room(bytes.remaining()).put(bytes);
  }

  @Override
  public void drained() {
    seen(queued());
    if (link.waiting() == 0) {
      // Later, not from here: continuing may fill and drain the outbox again, recursively.
      loop.execute(() -> unpause(PAUSED_BY_OUTBOX));
    }
    tellDrainedIfWanted();
  }

  @Override
  public void endOutput() {
    if (!loop.isCurrent()) {
      loop.execute(this::endOutput);
      return;
    }
    wantsEndOutput = true;
    endOutputWhenReleased();
  }

  /// Ends our output, or the whole session, once no layer holds bytes back any more.
  private void endOutputWhenReleased() {
    Layered layered = this.layered;
    if (layered != null && layered.layer.isHolding()) {
      return;
    }
    if (closesWhenReleased) {
      sayLast();
      link.finish();
    } else if (wantsEndOutput) {
      wantsEndOutput = false;
      sayLast();
      link.endOutput();
    }
  }

  // Closing.

  @Override
  void end(CloseReason why, @Nullable Problem problem) {
    if (!decide(why, problem)) {
      return;
    }
    Layered layered = this.layered;
    if (layered != null
        && layered.layer.isHolding()
        && !peerEnded
        && why.fault() == CloseReason.Fault.NOBODY) {
      closesWhenReleased = true;
      link.closing(queued());
      loop.execute(link::resume);
    } else {
      sayLast();
      link.finish();
    }
  }

  @Override
  void cut(CloseReason why, @Nullable Problem problem) {
    decide(why, problem);
    link.abort();
  }

  @Override
  public void evict(Problem why) {
    loop.execute(() -> cut(CloseReason.EVICTED, why));
  }

  @Override
  CloseReason ownReason() {
    return peerEnded ? CloseReason.PEER_CLOSED : super.ownReason();
  }

  @Override
  public void failed(IOException cause, ByteBuffer rest) {
    ByteBuffer bytes = undecoded(rest);
    Message view = Message.view();
    boolean isHttp = !hasProven && isPlain() && terms.http.isAt(bytes, true);
    if (isOpen() && !isHttp && !peerEnded && !hasBegunLayer() && decoder.cut(bytes, view)) {
      deliver(view);
    }
    NetworkFault fault = NetworkFault.of(cause);
    Problem looks = decoder.looks(bytes);
    long lost = link.unsent() + queued();
    if (transport() == Transport.UNIX && peerEnded && lost == 0) {
      decide(CloseReason.PEER_CLOSED, null); // such a peer closes normally without any other sign
      return;
    }
    decide(
        fault.reason(),
        (lost == 0 ? fault.problem() : Problem.of(SessionProblem.BYTES_LOST, fault.problem(), lost))
            .withHint(looks));
  }

  @Override
  public void broken(Throwable cause) {
    if (FailureHandler.isFullHeap(cause)) {
      decide(CloseReason.BUFFERS_FULL, ASKED_FOR_MEMORY);
    } else {
      decide(
          CloseReason.DEFECT, Problem.of(SessionProblem.ENGINE_FAILED, cause.getClass().getName()));
    }
  }

  @Override
  public void stalled() {
    cut(CloseReason.WRITE_TIMEOUT, Problem.of(SessionProblem.NOTHING_TAKEN, link.waiting()));
  }

  @Override
  public long cost() {
    Layered layered = this.layered;
    return inboxCost() + (layered == null ? 0 : layered.plain.cost() + layered.layer.cost());
  }

  @Override
  public long progressAt() {
    return isLoggingIn ? openedAt() : deadlines.progressAt();
  }

  @Override
  public void crowdedOut(boolean isOutOfMemory) {
    dropInbox();
    cut(
        CloseReason.BUFFERS_FULL,
        isOutOfMemory
            ? OUT_OF_MEMORY
            : Problem.of(SessionProblem.BUFFERS_FULL, terms.limits.maxBufferedBytes()));
  }

  @Override
  public void letGo() {
    boolean _ = decide(CloseReason.BUFFERS_FULL, OUT_OF_MEMORY);
    dropInbox();
    layered = null; // not used any more: the link is aborted next
  }

  @Override
  public void sweep(long now) {
    Layered layered = this.layered;
    if (layered != null && isOpen() && layered.layer.isRevoked()) {
      revoked(layered.layer.principal());
      return;
    }
    boolean isHolding = layered != null && layered.layer.isHolding();
    int fetched = layered == null ? 0 : layered.layer.fetched();
    boolean isUnheard = hasPause() || link.isPutOff();
    CloseReason over =
        deadlines.look(
            now, link.bytesOut(), isLoggingIn, isHolding, fetched, isUnheard, talk() != null);
    if (over == CloseReason.WRITE_TIMEOUT) {
      cut(over, Problem.of(SessionProblem.NOTHING_ASKED, queued()));
    } else if (over != null && closesWhenReleased) {
      link.abort(); // decided already, and the peer's `ready` does not come
    } else if (over != null) {
      end(over, StreamDeadlines.problem(over).withHint(decoder.looks(undecoded(link.rest()))));
    }
  }

  @Override
  long unsent() {
    Layered layered = this.layered;
    return link.unsent() + (layered == null ? 0 : layered.layer.held());
  }

  @Override
  boolean isCut() {
    return link.isCut();
  }

  @Override
  public void closed() {
    place.release();
    tellClosed();
  }

  // Identity.

  @Override
  public Transport transport() {
    return listener.transport();
  }

  @Override
  public SocketAddress peer() {
    return peer;
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public String peerName() {
    return peer instanceof InetSocketAddress ? PeerName.of(peer) : "unix#" + id();
  }

  @Override
  public Framing framing() {
    return framing;
  }

  @Override
  public Traffic traffic() {
    return new Traffic(messagesIn(), bytesIn, messagesOut, link.bytesOut());
  }
}
