package dev.parley.internal.engine;

import dev.parley.frame.AutoFraming;
import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.HttpRule;
import dev.parley.frame.Message;
import dev.parley.frame.RawFraming;
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
/// Confined to its loop; other threads' sends are encoded where they are called and handed over as
/// frames.
public final class StreamSession extends SessionCore
    implements StreamLink.Receiver, StreamPlace.Occupant {
  private final SocketAddress peer;
  private final SocketAddress local;
  private final Place place;
  private final StreamLink link;
  private final StreamDeadlines deadlines;
  private Framing framing;
  private Decoder decoder;

  /// Changes at most once, when a session settles. Other threads may see the old one a little
  /// longer; encoders are immutable.
  private Encoder encoder;

  /// Null once the decoder has settled, and where it has nothing to settle.
  private @Nullable Silence silence;

  private @Nullable Layered layered;
  private boolean isLoggingIn;
  private boolean peerEnded;
  private boolean wantsEndOutput;
  private boolean closesWhenReleased;

  /// The peer has proven who it is, or has sent a whole message that is not empty.
  private boolean hasProven;

  /// A piece of the layer's work is under way on another thread: the layer is left alone.
  private boolean isAtWork;

  // Where the frame lies that is being put, and how much in front of its message, between begin and
  // finish.
  private int frameStart;
  private short headLength;

  /// What [#queued] was when it last changed much, for other threads; no more than an outbox may
  /// hold.
  private volatile int seenWaiting;

  /// A step of a beginning.
  @FunctionalInterface
  public interface Step {
    /// Takes it; on the loop.
    ///
    /// @throws IOException if the socket has failed
    void run() throws IOException;
  }

  /// What the end of a layer's work brings.
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// How often the clock is looked at in a long read: more seldom than a pipeline is deep.
  private static final int MESSAGES_PER_LOOK = 64;

  private static final String OUT_OF_MEMORY =
      "this process was out of memory; this session is from where most was held, and has made no"
          + " progress for longest";

  /// A layer and what came through it and was not decoded yet.
  private static final class Layered {
    final Layer layer;
    final ByteQueue plain = new ByteQueue();
    final Layer.Sink outer;

    /// What is sent now is flushed when the batch is over.
    boolean isInBatch;

    /// The frame that is being put lies where the layer wants it.
    boolean isFrameInPlace;

    Layered(Layer layer, Layer.Sink outer) {
      this.layer = layer;
      this.outer = outer;
    }
  }

  /// A session that takes a connection over, whose [#start] is to be called on the loop.
  ///
  /// @param place what the session has of the quotas; it gives it back when the socket is closed
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

  /// Begins: the login, if there is one, otherwise the handler. What the peer has said meanwhile is
  /// read at once, because most have said something when it is their turn to be let in: in a storm
  /// of connections they come one by one so, while the selector would report all of them together,
  /// and those that have gone again are over before anything more is spent on them.
  ///
  /// @param first what the peer has said already, possibly nothing; becomes the session's
  /// @param tuning sets the options of the socket, for a peer that is still there
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

  /// Begins, where nothing was said yet.
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
      link.broken(e); // or its socket and its place would be lost
      throw e;
    }
  }

  /// The login is done, or there is none: the handler is told, unless there is no place any more.
  private void loggedIn(@Nullable String name) {
    hasProven = name != null || terms.authenticates;
    Refusal refusal = place.loggedIn(hasProven);
    if (refusal == null) {
      tellOpened(name);
    } else {
      end(refusal.reason(), refusal.why());
    }
  }

  // In.

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
    // Decoded from here, so that a handler lies no more calls below than without a layer: see
    // Loop.Dispatch.
    ProtocolException fault = throughLayer(layered, in);
    if (batchBegins(layered)) {
      decode(layered.plain.bytes(), false); // what came whole before the fault is answered
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
      pause(PAUSED_BY_OUTBOX); // of what the layer itself has answered, such as new keys
    }
    if (in.hasRemaining() && !isAtWork) {
      giveWayWithRecords();
    }
  }

  /// Ends a login that is not to be judged any more.
  private boolean mayProve() {
    Refusal refusal = isOpen() ? place.mayProve() : null;
    if (refusal != null) {
      end(refusal.reason(), refusal.why());
    }
    return refusal == null;
  }

  /// The layer has had its share of this turn, and goes on with the rest in the next one.
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

  /// True if what came through the layer is for the handler, who is told when that begins.
  private boolean batchBegins(Layered layered) {
    layered.isInBatch = true;
    if (isLoggingIn && !layered.layer.isLogin()) {
      isLoggingIn = false;
      if (layered.layer.isRevoked()) {
        revoked(layered.layer.principal()); // between its first word and its last
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
      layered.plain.clear(); // nobody listens any more, and the peer may go on talking
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

  /// Has the layer's work done, if there is any, by a thread that may be held up.
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

  /// A piece of the layer's work, and what the loop does when it is done. One object, since there
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

  /// Peers on loopback addresses take turns too, and those of a Unix-domain socket are one source.
  private List<Source> workLevels() {
    return peer instanceof InetSocketAddress internet
        ? SourceLevels.of(internet, Source.IPV6_PREFIX)
        : List.of(Source.of(peer));
  }

  private void workRefused() {
    isAtWork = false;
    cut(terms.workers.refusal(), terms.workers.refusalSentence());
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

  /// @param isAll the stream has ended behind these bytes
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
        deliver(view); // from here, so that handlers lie few calls below the selector
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

  /// What is left of this session's bytes is decoded in a turn to come, and what lies in the kernel
  /// is read in another one.
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

  /// False while the first bytes of a plain stream may become an HTTP request.
  private boolean mayDecode(ByteBuffer in, boolean isAll) throws ProtocolException {
    return hasProven || !isPlain() || terms.http.check(in, isAll);
  }

  /// Up to the first message that is not empty: is it one that counts?
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

  /// Where a layer takes the first bytes for itself.
  private void refuseHttpOnWire(ByteBuffer in) throws ProtocolException {
    if (terms.http == HttpRule.READY && isPlain() && bytesIn == in.remaining()) {
      boolean _ = terms.http.check(in, false);
    }
  }

  private boolean isPlain() {
    return !listener.isTls();
  }

  /// Ends for a fault of the peer's. A client of TLS that has called a plain server is told so in
  /// its own tongue.
  ///
  /// @param bytes those that are at fault, and what follows
  private void end(ProtocolException fault, ByteBuffer bytes) {
    if (isOpen() && !hasProven && terms.answersTls && isPlain() && Sniff.isTlsHello(bytes)) {
      putRaw(TlsAlert.unexpectedMessage());
    }
    end(CloseReason.of(fault), detail(fault));
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

  /// The peer has said nothing for so long that its undecoded bytes are a message. While we do not
  /// listen, its silence is ours; what ends that decodes again, and so waits again.
  private void silent(Silence silence) {
    if (!isOpen() || isPaused() || peerEnded) {
      return;
    }
    if (hasBegunLayer() || link.isPutOff()) {
      awaitSilence(silence, true); // the peer talks: more may lie here or in the kernel
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
    if (settled instanceof RawFraming) {
      encoder = terms.out instanceof AutoFraming ? settled.encoder() : encoder;
      terms.emit(new Event.FramingSettled(id(), transport(), peerName(), principal(), settled));
    }
  }

  private boolean hasBegunLayer() {
    Layered layered = this.layered;
    return layered != null && layered.layer.begun() > 0;
  }

  /// What has come and is no message yet.
  ///
  /// @param rest what the link keeps
  private ByteBuffer undecoded(ByteBuffer rest) {
    Layered layered = this.layered;
    return layered == null ? rest : layered.plain.bytes();
  }

  private static String detail(ProtocolException e) {
    String message = e.getMessage();
    return message == null ? "" : message;
  }

  @Override
  public boolean ended(ByteBuffer rest) {
    if (closesWhenReleased) {
      peerEnded = true;
      sayLast();
      link.finish(); // the word that our last message waits for can come no more
      return true;
    }
    if (peerEnded) {
      return true; // a layer has said so, and now the stream itself ends
    }
    Layered layered = this.layered;
    ByteBuffer bytes = undecoded(rest);
    if (bytes.hasRemaining() && !isLoggingIn) {
      decode(bytes, true); // so that nothing but the start of a frame lies before the end
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
      end(CloseReason.PEER_CLOSED, ""); // nothing that we would still say can leave
    }
    return true;
  }

  @Override
  public boolean isPaused() {
    // Closing, we wait for the peer's word.
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

  // Out.

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
        out.position(frameStart); // a view that has expired
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

  /// A send from another thread.
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

  /// A frame of its own, made where the caller is, so that a fault is thrown at its cause.
  private ByteBuffer encode(Message message) {
    Encoder encoder = this.encoder;
    ByteBuffer frame = ByteBuffer.allocate(message.length() + encoder.overhead());
    try {
      encoder.begin(message.length(), frame);
      int start = frame.position();
      message.copyTo(frame);
      encoder.finish(start, frame);
    } catch (IllegalArgumentException e) {
      throw new UnencodableMessageException(String.valueOf(e.getMessage()));
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
        "more than maxOutboxBytes " + terms.limits.maxOutboxBytes() + " waited for the peer");
  }

  /// A buffer in which the frame of a message of `length` bytes has begun, or null when nothing can
  /// be sent.
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
      throw new UnencodableMessageException(String.valueOf(e.getMessage()));
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
      throw new UnencodableMessageException(String.valueOf(e.getMessage()));
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

  /// Says that our side has said all, where a layer has a word for it.
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
      // Later, not from here: going on may fill and drain the outbox again, level upon level.
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

  /// Ends our output, or all, once no layer holds bytes back any more.
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

  // The end.

  @Override
  void end(CloseReason why, String sentence) {
    if (!decide(why, sentence)) {
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
  void cut(CloseReason why, String sentence) {
    decide(why, sentence);
    link.abort();
  }

  @Override
  public void evict(String why) {
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
    String looks = decoder.looks(bytes);
    long lost = link.unsent() + queued();
    if (transport() == Transport.UNIX && peerEnded && lost == 0) {
      decide(CloseReason.PEER_CLOSED, ""); // such a peer closes in order without another sign
      return;
    }
    decide(
        fault.reason(),
        lost == 0
            ? fault.sentence() + looks
            : fault.sentence() + "; " + lost + " bytes of what was said to it are lost" + looks);
  }

  @Override
  public void broken(Throwable cause) {
    if (FailureHandler.isFullHeap(cause)) {
      decide(
          CloseReason.BUFFERS_FULL,
          "this process was out of memory, and this session asked for it");
    } else {
      decide(CloseReason.DEFECT, "the engine failed: " + cause.getClass().getName());
    }
  }

  @Override
  public void stalled() {
    cut(
        CloseReason.WRITE_TIMEOUT,
        "the peer took none of "
            + link.waiting()
            + " bytes for the write timeout, or fewer than 1000 a second");
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
            : "all sessions together held more than maxBufferedBytes "
                + terms.limits.maxBufferedBytes()
                + "; this one is from where most was held, and has made no progress for longest");
  }

  @Override
  public void letGo() {
    boolean _ = decide(CloseReason.BUFFERS_FULL, OUT_OF_MEMORY);
    dropInbox();
    layered = null; // it is not used any more: the link is cut next
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
      cut(over, "the peer asked for none of " + queued() + " bytes for the write timeout");
    } else if (over != null && closesWhenReleased) {
      link.abort(); // decided already, and the word that we wait for does not come
    } else if (over != null) {
      end(over, StreamDeadlines.sentence(over) + decoder.looks(undecoded(link.rest())));
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

  // Who.

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
