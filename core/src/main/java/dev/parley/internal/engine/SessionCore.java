package dev.parley.internal.engine;

import dev.parley.frame.Message;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.FailureHandler;
import dev.parley.limit.TokenBucket;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.session.SessionEnd;
import dev.parley.session.UnencodableMessageException;
import dev.parley.text.Printable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/// What sessions of all transports share: identity, counters, the reason of their end, and the one
/// place where a message meets the handler. Touched by its loop alone, but for what says otherwise.
public abstract sealed class SessionCore implements Session permits StreamSession, DatagramSession {
  private static final AtomicLongFieldUpdater<SessionCore> HANDED_OVER =
      AtomicLongFieldUpdater.newUpdater(SessionCore.class, "handedOver");

  /// Counted for every message on its way to the loop besides its bytes, since its buffer, its task
  /// and its place in the queue take so much: empty ones are not free.
  static final int HAND_OVER_COST = 128;

  private static final long MAX_TIMER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// How long a peer whose key was revoked may take to close: with the time until that is noticed,
  /// less than a second.
  private static final long REVOKED_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /// Why reading is paused, as bits: each pauser takes back only its own.
  static final int PAUSED_BY_HANDLER = 1;

  static final int PAUSED_BY_RATE = 2;
  static final int PAUSED_BY_OUTBOX = 4;

  /// All pausers have taken back theirs, or this session has had its share of a turn, and [#goOn]
  /// is queued: until it has run, what came before is not dealt with, so nothing that comes behind
  /// it may be.
  private static final int GOING_ON = 8;

  final SessionConfig terms;
  final EventLoop loop;
  private final long id;
  final Address listener;
  private final long openedAt;
  private final @Nullable TokenBucket messageRate;
  private final @Nullable TokenBucket byteRate;

  private @Nullable Object attachment;
  private @Nullable ConversationRunner talk;
  private volatile @Nullable String principal;
  private volatile boolean open = true;
  private volatile boolean wantsDrained;
  private volatile long handedOver;
  private boolean toldHandler;
  private boolean draining;
  private int pauses;
  private @Nullable CloseReason reason;
  private String detail = "";
  private volatile @Nullable SessionEnd sessionEnd;

  // Read by any thread, a batch behind at worst; a long is written whole on every 64-bit machine.
  private long messagesIn;
  long bytesIn;
  long messagesOut;

  SessionCore(SessionConfig terms, EventLoop loop, long id, Address listener) {
    this.terms = terms;
    this.loop = loop;
    this.id = id;
    this.listener = listener;
    this.openedAt = loop.now();
    int messages = terms.limits.messagesPerSecond();
    long bytes = terms.limits.bytesPerSecond();
    this.messageRate = messages == 0 ? null : TokenBucket.perSecond(messages, openedAt);
    this.byteRate = bytes == 0 ? null : TokenBucket.perSecond(bytes, openedAt);
  }

  // The life of a session.

  /// Tells the handler that the session is open.
  ///
  /// @param name what the peer has proven to be called, null if nothing was asked of it
  final void tellOpened(@Nullable String name) {
    principal = name;
    toldHandler = true;
    terms.emit(new Event.SessionOpened(id, transport(), peerName(), name, listener));
    tell(terms.handler::opened);
  }

  /// Hands one message to the handler, then ends the view. Whatever the handler throws, an Error
  /// too, ends this session and no other. Only inside a callback, see [EventLoop#enter].
  final void deliver(Message message) {
    messagesIn++;
    try {
      terms.handler.received(this, message);
    } catch (Throwable e) {
      handlerFailed(e);
    }
    message.expire();
    if (messageRate != null) {
      messageRate.spend(1, loop.now());
      obey(messageRate);
    }
  }

  /// Counts bytes that have come from the peer.
  final void countIn(int bytes) {
    bytesIn += bytes;
    if (byteRate != null && bytes > 0) {
      byteRate.spend(bytes, loop.now());
      obey(byteRate);
    }
  }

  private void obey(TokenBucket rate) {
    long wait = rate.waitNanos(loop.now());
    if (wait > 0 && (pauses & PAUSED_BY_RATE) == 0) {
      pause(PAUSED_BY_RATE);
      lookAgainIn(wait);
    }
  }

  /// In steps, so that the timer of a session that ends does not hold it for as long as its debt.
  private void lookAgainIn(long wait) {
    loop.schedule(loop.now() + Math.min(wait, MAX_TIMER_NANOS), this::rateAllows);
  }

  private void rateAllows() {
    long wait = Math.max(waitOf(messageRate), waitOf(byteRate));
    if (!open) {
      return;
    }
    if (wait > 0) {
      lookAgainIn(wait);
    } else {
      unpause(PAUSED_BY_RATE);
    }
  }

  private long waitOf(@Nullable TokenBucket rate) {
    return rate == null ? 0 : rate.waitNanos(loop.now());
  }

  final void tellEnded() {
    tell(terms.handler::ended);
  }

  /// Asks the handler to finish, since our side is shutting down; one that is ending already
  /// finishes by itself. A login that is under way is cut: an end of stream would tell the peer
  /// that it was refused.
  final void drain() {
    draining = true;
    if (!open) {
      return;
    }
    if (toldHandler) {
      tell(terms.handler::draining);
    } else {
      abort();
    }
  }

  private interface Telling {
    void to(Session session) throws Exception;
  }

  private void tell(Telling telling) {
    loop.enter();
    try {
      telling.to(this);
    } catch (Throwable e) {
      handlerFailed(e);
    } finally {
      loop.exit();
    }
  }

  private void handlerFailed(Throwable cause) {
    if (cause instanceof UnencodableMessageException) {
      end(CloseReason.UNCARRIABLE, String.valueOf(cause.getMessage()));
      return;
    }
    boolean isFullHeap = FailureHandler.isFullHeap(cause);
    if (isFullHeap) {
      loop.failed(cause); // first, or there is no memory to tell of it
    }
    terms.emit(new Event.HandlerFailed(id, cause));
    String sentence = "the handler threw " + cause.getClass().getName();
    if (isFullHeap) {
      // It may have come between any two steps, so what waits to be sent may have a hole.
      cut(CloseReason.HANDLER_FAILED, sentence);
    } else {
      end(CloseReason.HANDLER_FAILED, sentence);
    }
    terms.accidents.endIfLost(cause);
  }

  /// A conversation's body threw, on its own thread.
  final void bodyFailed(Throwable cause) {
    terms.accidents.insist(() -> loop.execute(() -> handlerFailed(cause)));
  }

  /// As [#close], by a conversation's body that has ended.
  final void bodyEnded() {
    terms.accidents.insist(this::close);
  }

  /// Fixes the reason unless there is one; true if it was fixed now.
  final boolean decide(CloseReason why, String sentence) {
    if (reason != null) {
      return false;
    }
    reason = why;
    detail = sentence;
    open = false;
    return true;
  }

  /// Ends in order, for this reason: what was accepted is still sent.
  abstract void end(CloseReason why, String sentence);

  /// Cuts the connection now, for this reason.
  abstract void cut(CloseReason why, String sentence);

  /// What [#close] means at this moment.
  CloseReason ownReason() {
    return draining ? CloseReason.SHUTDOWN : CloseReason.CLOSED;
  }

  /// The peer's key, name or certificate was revoked: the session ends in order, and is cut soon
  /// after if the peer does not close.
  ///
  /// @param name what it had proven; the session may not be told of yet
  final void revoked(@Nullable String name) {
    end(
        CloseReason.REVOKED,
        "what "
            + Printable.line(String.valueOf(name))
            + " had proven counts no longer: it was taken away or changed");
    loop.schedule(loop.now() + REVOKED_NANOS, () -> cut(CloseReason.REVOKED, ""));
  }

  /// The socket is gone: tells the handler and the watcher, once.
  final void tellClosed() {
    decide(CloseReason.NETWORK_FAILED, "");
    loop.afterwards(this::tellClosedNow);
  }

  private void tellClosedNow() {
    CloseReason why = reason == null ? CloseReason.NETWORK_FAILED : reason;
    try {
      tellClosed(why);
    } catch (OutOfMemoryError e) {
      loop.failed(e); // first, or there is no memory to tell of it
      tellClosed(why);
    }
  }

  private void tellClosed(CloseReason why) {
    sessionEnd = new SessionEnd(why, detail, unsent() + handedOver, isCut());
    if (toldHandler) {
      Telling closed = session -> terms.handler.closed(session, why);
      toldHandler = false;
      tell(closed);
    }
    terms.emit(
        new Event.SessionClosed(
            id,
            transport(),
            peerName(),
            principal,
            why,
            detail,
            Duration.ofNanos(loop.now() - openedAt),
            traffic()));
  }

  /// How it ended, null until it has. For any thread.
  public final @Nullable SessionEnd sessionEnd() {
    return sessionEnd;
  }

  /// Bytes that were to be sent and waited here when the socket was closed.
  abstract long unsent();

  /// True if the connection failed or was aborted.
  abstract boolean isCut();

  /// Why it ended. For any thread that has seen it no longer open.
  final CloseReason reason() {
    return reason == null ? CloseReason.CLOSED : reason;
  }

  /// As [#reason], the sentence.
  final String detail() {
    return detail;
  }

  final boolean isDecided() {
    return reason != null;
  }

  final long openedAt() {
    return openedAt;
  }

  /// Checks that a composer has put as many bytes as it was to.
  ///
  /// @param start where they begin in `target`, whose position is behind them
  /// @throws IllegalArgumentException if not
  static void checkWhole(int length, int start, ByteBuffer target) {
    int put = target.position() - start;
    if (put != length) {
      throw new IllegalArgumentException(
          "the composer has put " + put + " bytes instead of " + length);
    }
  }

  @Override
  public <T> boolean compose(int length, T source, Composer<? super T> composer) {
    if (!isOpen()) {
      return true;
    }
    ByteBuffer target = ByteBuffer.allocate(length);
    if (!composer.put(source, target)) {
      return false;
    }
    checkWhole(length, 0, target);
    send(target.array());
    return true;
  }

  // Sends from other threads: bytes that are on their way to the loop count against the outbox.

  /// What waits for the peer here, as far as this thread can know.
  abstract long waiting();

  /// Takes over what another thread put together. On the loop, while open.
  abstract void takeOver(ByteBuffer bytes);

  /// True if the outbox has room for `bytes` more. An empty one takes any number, so that a message
  /// larger than its limit can be sent at all.
  final boolean hasRoom(int bytes) {
    long queued = waiting() + handedOver;
    return queued == 0 || queued + bytes <= terms.limits.maxOutboxBytes();
  }

  /// As [#hasRoom]; when false, the handler will be told as soon as there is room.
  final boolean hasRoomOrWaits(int bytes) {
    if (hasRoom(bytes)) {
      return true;
    }
    wantsDrained = true;
    // Looked at again: the room may have come just before the wish was seen.
    return hasRoom(bytes);
  }

  /// Queues `bytes` for the loop.
  final void handOver(ByteBuffer bytes) {
    int size = bytes.remaining() + HAND_OVER_COST;
    boolean isQueued = false;
    HANDED_OVER.addAndGet(this, size);
    loop.crosses(size);
    try {
      loop.execute(() -> {
        loop.crosses(-size);
        if (open) {
          HANDED_OVER.addAndGet(this, -size);
          takeOverOrBreak(bytes);
        } else {
          HANDED_OVER.addAndGet(this, -HAND_OVER_COST); // its bytes were dropped, and count as that
        }
        tellDrainedIfWanted();
      });
      isQueued = true;
    } finally {
      if (!isQueued) { // there is no memory for it
        HANDED_OVER.addAndGet(this, -size);
        loop.crosses(-size);
      }
    }
  }

  /// A stream that has lost a message is worse than none.
  private void takeOverOrBreak(ByteBuffer bytes) {
    try {
      takeOver(bytes);
    } catch (VirtualMachineError e) {
      cut(CloseReason.DEFECT, "the engine failed for want of memory");
      throw e;
    }
  }

  /// The bytes of memory that messages on their way to the loop take.
  public final long crossing() {
    return handedOver;
  }

  /// What is counted besides: the inbox of a conversation, and the conversation itself.
  final long inboxCost() {
    ConversationRunner talk = this.talk;
    return talk == null ? 0 : talk.cost();
  }

  /// There is no room for what an ended conversation has not received.
  final void dropInbox() {
    ConversationRunner talk = this.talk;
    if (talk != null) {
      talk.drop();
    }
  }

  final void tellDrainedIfWanted() {
    if (wantsDrained && waiting() + handedOver <= terms.limits.maxOutboxBytes() / 2) {
      wantsDrained = false;
      loop.afterwards(() -> {
        if (open) {
          tell(terms.handler::drained);
        }
      });
    }
  }

  // Pauses.

  /// True until [#goOn] has been called after the last pause.
  final boolean hasPause() {
    return pauses != 0;
  }

  /// True while somebody wants nothing more.
  final boolean hasPauser() {
    return (pauses & ~GOING_ON) != 0;
  }

  final void pause(int by) {
    pauses |= by;
  }

  final void unpause(int by) {
    int before = pauses;
    pauses &= ~by;
    if (before != 0 && pauses == 0) {
      pauses = GOING_ON;
      loop.execute(this::goOnIfAllowed); // not from here: this may be inside a callback
    }
  }

  /// Lets the others have their turn: a session that is not paused is so until [#goOnIfAllowed] is
  /// called in its own.
  final void pauseForOthers() {
    pauses = GOING_ON;
  }

  final void goOnIfAllowed() {
    pauses &= ~GOING_ON;
    if (pauses == 0 && open) {
      goOn();
    }
  }

  /// The last pause is over. Never called inside a callback.
  abstract void goOn();

  @Override
  public final void pauseReading() {
    if (loop.isCurrent()) {
      pause(PAUSED_BY_HANDLER);
    } else {
      loop.execute(() -> pause(PAUSED_BY_HANDLER));
    }
  }

  @Override
  public final void resumeReading() {
    if (loop.isCurrent()) {
      unpause(PAUSED_BY_HANDLER);
    } else {
      loop.execute(() -> unpause(PAUSED_BY_HANDLER));
    }
  }

  // The rest of a Session.

  @Override
  public final void close() {
    if (loop.isCurrent()) {
      end(ownReason(), "");
    } else {
      loop.execute(() -> end(ownReason(), ""));
    }
  }

  @Override
  public final void abort() {
    if (loop.isCurrent()) {
      cut(ownReason(), "");
    } else {
      loop.execute(() -> cut(ownReason(), ""));
    }
  }

  @Override
  public final boolean isOpen() {
    return open;
  }

  @Override
  public final long id() {
    return id;
  }

  @Override
  public final @Nullable String principal() {
    return principal;
  }

  @Override
  public final void execute(Runnable task) {
    loop.execute(() -> tell(_ -> task.run()));
  }

  @Override
  public final void attach(@Nullable Object attachment) {
    this.attachment = attachment;
  }

  @Override
  public final @Nullable Object attachment() {
    return attachment;
  }

  final void talk(ConversationRunner talk) {
    this.talk = talk;
  }

  final @Nullable ConversationRunner talk() {
    return talk;
  }

  final long messagesIn() {
    return messagesIn;
  }

  @Override
  public final String toString() {
    return "session " + id + " with " + Printable.peer(principal, peerName());
  }
}
