package dev.parley.internal.engine;

import dev.parley.frame.BrokenFramingException;
import dev.parley.frame.Message;
import dev.parley.frame.Sniff;
import dev.parley.frame.TlsAlert;
import dev.parley.internal.admission.Place;
import dev.parley.internal.admission.Refusal;
import dev.parley.internal.admission.StreamPlace;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.FailureHandler;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.TlsDetails;
import dev.parley.limit.Source;
import dev.parley.limit.SourceLevels;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.problem.TlsProblem;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Traffic;
import dev.parley.session.Transport;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A session over a byte stream: TCP, a Unix-domain socket, or memory. This class has its start,
/// the way of its input through the layers, and each way in which it can end; [StreamReceiver] cuts
/// messages from what they let through, [StreamSender] has its output.
///
/// ```
///   in:   StreamLink ─▶ received ─▶ (LayerPipe) ─▶ decode ─▶ rate ─▶ handler
///
///            SECURING
///              ▲ ▼
///   LOGIN ─▶ OPEN ─▶ ENDING_OUTPUT ─▶ OUTPUT_ENDED
///     └────────┴────────────┴──┬────────────┴───────▶ ENDED
///                              └───▶ RELEASING ──────▶ ▲
/// ```
///
/// | in state | login passes | `endOutput()` | layer holds nothing more | [#end] | [#abort], failure |
/// |---|---|---|---|---|---|
/// | LOGIN | OPEN | – | – | ENDED | ENDED |
/// | SECURING | OPEN | remembered until OPEN | – | RELEASING or ENDED | ENDED |
/// | OPEN | – | ENDING_OUTPUT, or OUTPUT_ENDED if the layer holds nothing | – | RELEASING or ENDED | ENDED |
/// | ENDING_OUTPUT | – | – | OUTPUT_ENDED | RELEASING or ENDED | ENDED |
/// | OUTPUT_ENDED | – | – | – | RELEASING or ENDED | ENDED |
/// | RELEASING | – | – | ENDED | – | ENDED |
///
/// [#secure] leads from OPEN to SECURING: what the handler sends waits in the TLS layer, and only
/// the handshake is read.
///
/// [#end] leads to RELEASING if the layer holds bytes that the peer may still ask for: nobody is at
/// fault, and the peer has not ended its stream. The peer's stream is independent of this: it ends
/// once, in any state.
///
/// Confined to its loop.
public final class StreamSession extends StreamReceiver implements StreamPlace.Occupant {
  private enum State {
    /// The peer has not proven yet what our security requires.
    LOGIN,
    /// Messages pass both ways.
    OPEN,
    /// The session changes to TLS, see [#secure].
    SECURING,
    /// Our output ends as soon as the layer holds no bytes.
    ENDING_OUTPUT,
    /// Our output has ended; the peer may go on.
    OUTPUT_ENDED,
    /// There is a close reason, and we close as soon as the layer holds no bytes: we read on, only
    /// for what makes it release them.
    RELEASING,
    /// There is a close reason, and the link is closing by itself, or is closed.
    ENDED
  }

  private final SocketAddress peer;
  private final SocketAddress local;
  private State state = State.LOGIN;

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

  // Made before there is no memory for them.
  private static final Problem OUT_OF_MEMORY = Problem.of(SessionProblem.OUT_OF_MEMORY);
  private static final Problem ASKED_FOR_MEMORY = Problem.of(SessionProblem.ASKED_FOR_MEMORY);

  private static final Problem PLAIN_BEFORE_TLS = Problem.of(TlsProblem.PLAIN_BEFORE_TLS);
  private static final Problem ENDED_BEFORE_TLS = Problem.of(TlsProblem.ENDED_BEFORE_TLS);

  /// Creates a session that takes over a connection. Call [#start] on the loop next.
  ///
  /// @param place the session's share of the quotas; it is released when the socket is closed
  public StreamSession(
      SessionConfig config,
      EventLoop loop,
      long id,
      Address listener,
      Connection connection,
      Place place) {
    super(config, loop, id, listener, connection, place);
    this.peer = connection.peer();
    this.local = connection.local();
    Layer layer = config.layer(listener, loop.recordBuffers());
    this.pipe = layer == null ? null : new LayerPipe(layer, link);
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
        link.receiveFirst(first);
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
      LayerPipe pipe = this.pipe;
      boolean isPending = pipe != null && pipe.login().isPending();
      if (pipe != null) {
        pipe.start();
        takeWork(pipe);
      }
      if (!isPending) {
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
    if (state == State.LOGIN) {
      state = State.OPEN;
    }
    hasProven = name != null || config.authenticates;
    Refusal refusal = place.loggedIn(hasProven);
    if (refusal == null) {
      notifyOpened(name);
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
    LayerPipe pipe = this.pipe;
    if (pipe == null) {
      decode(in, false);
      return;
    }
    if (isPaused() && in.hasRemaining()) {
      return;
    }
    if ((state == State.LOGIN || state == State.SECURING) && !mayProve()) {
      return;
    }
    // Decoded from here, so that the handler's call depth is the same as without a layer: see
    // EventLoop.Dispatch.
    ProtocolException fault = throughLayer(pipe, in);
    if (beginBatch(pipe)) {
      decode(pipe.plain(), false); // messages complete before the fault are still answered
    }
    endBatch(pipe);
    pipe.release();
    if (fault != null) {
      if (fault.fault() == ProtocolException.Fault.WRONG_PROOF && isOpen()) {
        place.hasGuessed();
      }
      end(fault, in);
      return;
    }
    takeWork(pipe);
    endIfLayerHas(pipe);
    if (link.waiting() > config.highWaterBytes) {
      pause(PAUSED_BY_OUTBOX); // because of the layer's own answers, such as new keys
    }
    if (in.hasRemaining() && !pipe.isAtWork()) {
      yieldWithRecords();
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
  private void yieldWithRecords() {
    if (readsInPause()) {
      loop.nextTurn(link::resume);
    } else if (isOpen()) {
      yieldTurn();
    }
  }

  private @Nullable ProtocolException throughLayer(LayerPipe pipe, ByteBuffer in) {
    try {
      if (!hasProven) {
        refuseHttpOnWire(in);
      }
      pipe.receive(in);
      return null;
    } catch (ProtocolException e) {
      return e;
    }
  }

  /// Starts a batch of the layer's output, and calls the handler's opened method when the login is
  /// done. Returns true if the output is for the handler.
  private boolean beginBatch(LayerPipe pipe) {
    pipe.beginBatch();
    if (state == State.LOGIN && !pipe.login().isPending()) {
      if (pipe.login().isRevoked()) {
        state = State.OPEN;
        revoked(pipe.login().principal()); // revoked during the handshake
      } else {
        loggedIn(pipe.login().principal());
      }
    } else if (state == State.SECURING && !pipe.login().isPending()) {
      secured(pipe.login());
    }
    return state != State.LOGIN;
  }

  private void endBatch(LayerPipe pipe) {
    pipe.endBatch(isOpen(), isPaused());
    if (pipe.isBypassed() && pipe == this.pipe) { // not if TLS has taken its place
      this.pipe = null;
    }
    seen(queued());
    notifyDrainedIfWanted();
    checkFlushesNextTurn();
    endIfReleased();
  }

  /// Passes the layer's work, if there is any, to a thread that may block.
  private void takeWork(LayerPipe pipe) {
    Runnable work = isTalking() ? pipe.takeWork() : null;
    if (work != null) {
      new LayerWork(this, work).start();
    }
  }

  /// Returns true while we may still send something to the peer.
  private boolean isTalking() {
    return isOpen() || state == State.RELEASING;
  }

  /// Returns the levels for fair queueing. Loopback addresses count as sources too, and all peers
  /// of a Unix-domain socket are one source.
  List<Source> sourceLevels() {
    return peer instanceof InetSocketAddress internet
        ? SourceLevels.of(internet, Source.IPV6_PREFIX)
        : List.of(Source.of(peer));
  }

  /// The layer's work did not run, and will not. On the loop.
  void workRefused() {
    LayerPipe pipe = this.pipe;
    if (pipe != null) {
      pipe.endWork();
    }
    abort(config.context.workers.refusal(), config.context.workers.refusalProblem());
  }

  /// The layer's work is done. On the loop.
  ///
  /// @param failure the exception that it threw, null if none
  void workDone(@Nullable Throwable failure) {
    LayerPipe pipe = this.pipe;
    if (pipe == null) {
      return;
    }
    pipe.endWork();
    if (link.isClosed() || !isTalking()) {
      return;
    }
    if (failure != null) {
      loop.failed(failure);
      link.broken(failure);
      return;
    }
    try {
      received(NOTHING, 0);
    } catch (RuntimeException | Error e) {
      link.broken(e); // as in a read
      throw e;
    }
    link.resume();
  }

  private void endIfLayerHas(LayerPipe pipe) {
    if (pipe.state().hasEnded() && !isPaused() && !hasPeerEnded && isTalking()) {
      boolean _ = ended(NOTHING);
    }
  }

  @Override
  public boolean isPaused() {
    LayerPipe pipe = this.pipe;
    return (pipe != null && pipe.isAtWork()) || (hasPause() && !readsInPause());
  }

  /// Returns true while we read although the handler may have paused us: for the peer's `ready`, or
  /// for its handshake.
  private boolean readsInPause() {
    return (state == State.RELEASING || state == State.SECURING) && !isPausedBy(PAUSED_BY_UPGRADE);
  }

  @Override
  public boolean isAllDecoded() {
    LayerPipe pipe = this.pipe;
    return pipe == null || pipe.isAllDecoded();
  }

  @Override
  void resume() {
    LayerPipe pipe = this.pipe;
    if (pipe != null) {
      try {
        if (beginBatch(pipe)) {
          decode(pipe.plain(), false);
        }
        endBatch(pipe);
        endIfLayerHas(pipe);
      } catch (RuntimeException | Error e) {
        link.broken(e); // as in a read
        throw e;
      }
    }
    link.resume();
  }

  // The change to TLS. Reading pauses, and TLS is between us and the link, at once, so that nothing
  // is sent or delivered in plain text from then on. The handshake begins in a task, when all that
  // was received in plain text is where it can be seen.

  @Override
  public void secure(Runnable then) {
    secure(config.ownTls(), then);
  }

  @Override
  public void secure(Tls tls, Runnable then) {
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(then, "then");
    requireLoop("secure");
    config.checkSide(tls);
    LayerPipe before = this.pipe;
    if (!listener.scheme().isPlain() || (before != null && !before.state().isTransparent())) {
      throw new IllegalStateException(
          "the session has TLS or is sealed already, or its framing is ready");
    }
    if (!isOpen()) {
      return;
    }
    if (state != State.OPEN) {
      throw new IllegalStateException("our output has ended, so there can be no handshake");
    }
    if (hasPeerEnded) {
      end(new ProtocolException(ProtocolException.Fault.LOGIN, ENDED_BEFORE_TLS), NOTHING);
      return;
    }
    Layer layer = SessionConfig.tlsLayer(tls, listener, loop.recordBuffers());
    Upgrade upgrade = new Upgrade(then, loop.now(), bytesIn == 0, before);
    loop.execute(() -> beginTls(upgrade));
    extras().begin(upgrade);
    pause(PAUSED_BY_UPGRADE);
    state = State.SECURING;
    pipe = new LayerPipe(layer, link);
  }

  private void beginTls(Upgrade upgrade) {
    unpauseOnly(PAUSED_BY_UPGRADE);
    LayerPipe pipe = this.pipe;
    if (pipe == null || link.isClosed() || !isTalking()) {
      return;
    }
    ConversationRunner talk = talk();
    if (upgrade.hasPlainText(link.rest().remaining()) || (talk != null && talk.hasMessages())) {
      refusePlainText();
      return;
    }
    try {
      pipe.start();
      takeWork(pipe);
      link.resume();
    } catch (RuntimeException | Error e) {
      link.broken(e); // as in a read
      throw e;
    }
  }

  /// Ends the session because of plain text that came before the handshake. It must not be taken
  /// for encrypted: an attacker on the network can have inserted it (CVE-2011-0411).
  private void refusePlainText() {
    dropInbox();
    if (isOpen()) {
      end(new ProtocolException(ProtocolException.Fault.LOGIN, PLAIN_BEFORE_TLS), NOTHING);
    } else {
      abort(CloseReason.LOGIN_REFUSED, PLAIN_BEFORE_TLS);
    }
  }

  private void secured(LayerLogin login) {
    state = State.OPEN;
    Upgrade upgrade = upgrade();
    extras().endUpgrade();
    String name = login.principal();
    if (login.isRevoked()) {
      revoked(name); // during the handshake
      return;
    }
    identified(name);
    if (name != null && !hasProven) {
      hasProven = true;
      place.spoke();
    }
    if (upgrade != null) {
      call(upgrade.then());
      if (upgrade.endsOutput()) {
        endOutput();
      }
    }
  }

  // The end of our output, and the end of the session: every way in which it can happen. The first
  // close reason counts; each way leads to closed(), after which nothing is called any more.
  //
  //   graceful:   end, by close(), a handler that threw, the peer's fault, a deadline or a revoked
  //               key ─▶ the handler's last words ─▶ RELEASING, or finish ─▶ the link flushes,
  // lingers and closes
  //   the peer's: ended, if nothing can be sent after it ─▶ end
  //   at once:    abort, also by evict, stalled, crowdedOut and outbox limits ─▶ the link closes
  //   failed:     failed (the socket), broken (our code or the layer's), letGo (no memory), after
  //               each of which the link closes by itself

  @Override
  public void endOutput() {
    if (!loop.isCurrent()) {
      loop.execute(this::endOutput);
    } else if (state == State.OPEN) {
      state = State.ENDING_OUTPUT;
      endIfReleased();
    } else if (state == State.SECURING) {
      Upgrade upgrade = upgrade();
      if (upgrade != null) {
        upgrade.endOutput();
      }
    }
  }

  /// Ends our output, or the whole session, if that is due and no layer holds bytes back any more.
  private void endIfReleased() {
    if (heldByLayer() > 0) {
      return;
    }
    if (state == State.RELEASING) {
      finish();
    } else if (state == State.ENDING_OUTPUT) {
      state = State.OUTPUT_ENDED;
      try {
        finishLayer();
      } finally {
        link.endOutput();
      }
    }
  }

  /// Sends the end of our output, in layers that have a message for it.
  private void finishLayer() {
    LayerPipe pipe = this.pipe;
    if (pipe != null) {
      pipe.finish();
    }
  }

  /// Closes gracefully, at once: the close reason is set, and the layer holds nothing that is worth
  /// waiting for. The link closes even if the layer throws.
  private void finish() {
    state = State.ENDED;
    try {
      finishLayer();
    } finally {
      link.finish();
    }
  }

  /// Sets the close reason if there is none; the link closes by itself or is closed next.
  private boolean stop(CloseReason why, @Nullable Problem problem) {
    state = State.ENDED;
    return decide(why, problem);
  }

  @Override
  void end(CloseReason why, @Nullable Problem problem) {
    if (hasSaidLastWords(why, problem)) {
      endWordless(why, problem);
    }
  }

  private void endWordless(CloseReason why, @Nullable Problem problem) {
    if (!decide(why, problem)) {
      return;
    }
    if (heldByLayer() > 0 && !hasPeerEnded && why.fault() == CloseReason.Fault.NOBODY) {
      state = State.RELEASING;
      link.closing(queued());
      loop.execute(link::resume);
    } else {
      finish();
    }
  }

  /// Ends the session for a fault of the peer. A TLS client that has called a plain server gets a
  /// TLS alert.
  ///
  /// @param bytes the faulty bytes, and what follows
  @Override
  void end(ProtocolException fault, ByteBuffer bytes) {
    if (isOpen() && !hasProven && config.answersTls && isPlain() && Sniff.isTlsHello(bytes)) {
      putRaw(TlsAlert.unexpectedMessage());
      endWordless(CloseReason.of(fault), fault.problem()); // nobody there reads words
      return;
    }
    end(CloseReason.of(fault), fault.problem());
  }

  @Override
  CloseReason ownReason() {
    return hasPeerEnded ? CloseReason.PEER_CLOSED : super.ownReason();
  }

  @Override
  public boolean ended(ByteBuffer rest) {
    if (state == State.RELEASING) {
      hasPeerEnded = true;
      finish(); // the `ready` that our last message waits for cannot come any more
      return true;
    }
    if (hasPeerEnded) {
      return true; // a layer has reported the end before, and now the stream itself ends
    }
    LayerPipe pipe = this.pipe;
    ByteBuffer bytes = undecoded(rest);
    if (bytes.hasRemaining() && state != State.LOGIN) {
      decode(bytes, true); // so that only the start of a frame is left before the end
      if (hasPause()) {
        return false;
      }
    }
    hasPeerEnded = true;
    if (!isOpen()) {
      return true;
    }
    deadlines.ended(loop.now());
    try {
      if (pipe != null) {
        pipe.end();
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
      notifyEnded();
    }
    if (pipe != null && pipe.state().hasEndedBoth()) {
      end(CloseReason.PEER_CLOSED, null); // nothing that we could still send would leave
    }
    return true;
  }

  @Override
  public void sweep(long now) {
    LayerPipe pipe = this.pipe;
    if (pipe != null && isOpen() && pipe.login().isRevoked()) {
      revoked(pipe.login().principal());
      return;
    }
    long heardBy = deadlines.heardBy();
    boolean isDeaf = hasPause() || link.isDeferred();
    CloseReason over =
        deadlines.look(
            config,
            now,
            link.bytesOut(),
            loggingIn(now),
            heldByLayer() > 0,
            pipe == null ? 0 : pipe.state().fetched(),
            isDeaf,
            talk() != null);
    if (over == CloseReason.WRITE_TIMEOUT) {
      abort(over, Problem.of(SessionProblem.NOTHING_ASKED, queued()));
    } else if (over != null && state == State.RELEASING) {
      abort(over, null); // decided already, and the peer's `ready` does not come
    } else if (over != null) {
      end(over, StreamDeadlines.problem(over).withHint(decoder.looks(undecoded(link.rest()))));
    } else if (!hasPeerEnded && isQuiet(now, heardBy, !isDeaf)) {
      notifyQuiet();
    }
  }

  /// Returns for how long the login or the change to TLS has been going on, in nanoseconds; 0 if
  /// there is none.
  private long loggingIn(long now) {
    if (state == State.LOGIN) {
      return Math.max(now - openedAt(), 1);
    }
    Upgrade upgrade = state == State.SECURING ? upgrade() : null;
    return upgrade == null ? 0 : upgrade.lasted(now);
  }

  @Override
  void abort(CloseReason why, @Nullable Problem problem) {
    boolean _ = stop(why, problem);
    link.abort();
  }

  @Override
  public void evict(Problem why) {
    loop.execute(() -> abort(CloseReason.EVICTED, why));
  }

  @Override
  public void stalled() {
    abort(CloseReason.WRITE_TIMEOUT, Problem.of(SessionProblem.NOTHING_TAKEN, link.waiting()));
  }

  @Override
  public void crowdedOut(boolean isOutOfMemory) {
    dropInbox();
    abort(
        CloseReason.BUFFERS_FULL,
        isOutOfMemory
            ? OUT_OF_MEMORY
            : Problem.of(SessionProblem.BUFFERS_FULL, config.limits.maxBufferedBytes()));
  }

  @Override
  public void letGo() {
    boolean _ = stop(CloseReason.BUFFERS_FULL, OUT_OF_MEMORY);
    dropInbox();
    pipe = null; // not used any more: the link is aborted next
  }

  @Override
  public void failed(IOException cause, ByteBuffer rest) {
    ByteBuffer bytes = undecoded(rest);
    Message view = Message.view();
    boolean isHttp = !hasProven && isPlain() && framings().http().isAt(bytes, true);
    if (isOpen() && !isHttp && !hasPeerEnded && !hasBegunLayer() && decoder.cut(bytes, view)) {
      deliver(view);
    }
    NetworkFault fault = NetworkFault.of(cause);
    Problem looks = decoder.looks(bytes);
    long lost = link.unsent() + queued();
    if (transport() == Transport.UNIX && hasPeerEnded && lost == 0) {
      // Such a peer closes normally without any other sign.
      boolean _ = stop(CloseReason.PEER_CLOSED, null);
      return;
    }
    boolean _ =
        stop(
            fault.reason(),
            (lost == 0
                    ? fault.problem()
                    : Problem.of(SessionProblem.BYTES_LOST, fault.problem(), lost))
                .withHint(looks));
  }

  @Override
  public void broken(Throwable cause) {
    boolean isFullHeap = FailureHandler.isFullHeap(cause);
    boolean _ =
        isFullHeap
            ? stop(CloseReason.BUFFERS_FULL, ASKED_FOR_MEMORY)
            : stop(CloseReason.DEFECT, defect(cause));
  }

  private static Problem defect(Throwable cause) {
    return cause instanceof BrokenFramingException broken
        ? broken.problem()
        : Problem.of(SessionProblem.ENGINE_FAILED, cause.getClass().getName());
  }

  @Override
  public void closed() {
    state = State.ENDED;
    if (unsentBytes() > 0) {
      place.lostOutput();
    }
    place.release();
    notifyClosed();
  }

  // What it costs, and what was lost.

  @Override
  public long cost() {
    LayerPipe pipe = this.pipe;
    return inboxCost() + (pipe == null ? 0 : pipe.cost());
  }

  @Override
  public long progressAt() {
    Upgrade upgrade = state == State.SECURING ? upgrade() : null;
    if (upgrade != null) {
      return upgrade.since();
    }
    return state == State.LOGIN ? openedAt() : deadlines.progressAt();
  }

  @Override
  long unsent() {
    return link.unsent() + heldByLayer();
  }

  @Override
  boolean isAborted() {
    return link.isCut();
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
    return peer instanceof InetSocketAddress ? PeerName.of(peer) : transport() + "#" + id();
  }

  @Override
  public @Nullable TlsDetails tls() {
    LayerPipe pipe = this.pipe;
    return pipe == null ? null : pipe.login().tls();
  }

  @Override
  public Traffic traffic() {
    return new Traffic(messagesIn(), bytesIn, messagesOut, link.bytesOut());
  }
}
