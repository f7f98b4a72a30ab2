package dev.parley.internal.engine;

import dev.parley.frame.BrokenFramingException;
import dev.parley.frame.Encoder;
import dev.parley.frame.Message;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.FailureHandler;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.session.SessionEnd;
import dev.parley.session.UnencodableMessageException;
import dev.parley.text.Printable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The common part of all sessions: identity, counters, the close reason, and the one place where
/// messages are passed to the handler. Confined to its loop, unless a member says otherwise.
public abstract sealed class SessionCore implements Session permits StreamSender, DatagramSession {
  // Made before there is no memory for it.
  private static final Problem NO_MEMORY = Problem.of(SessionProblem.ENGINE_OUT_OF_MEMORY);

  private static final AtomicLongFieldUpdater<SessionCore> HANDED_OVER =
      AtomicLongFieldUpdater.newUpdater(SessionCore.class, "handedOver");

  private static final AtomicReferenceFieldUpdater<SessionCore, Membership[]> MEMBERSHIPS =
      AtomicReferenceFieldUpdater.newUpdater(SessionCore.class, Membership[].class, "memberships");

  private static final Membership[] NO_MEMBERSHIPS = {};

  /// Stands for the end of a session that is counted as ended, whose handler is not notified yet.
  private static final SessionEnd COUNTED = new SessionEnd(CloseReason.CLOSED, null, 0, false);

  /// Those of a session that has ended.
  private static final Membership[] ENDED = {};

  /// The bytes counted for every message on its way to the loop, in addition to its content: its
  /// buffer, its task and its queue entry take that much, so empty messages are not free.
  static final int HAND_OVER_COST = 128;

  /// The time that a peer has to close after its key was revoked: together with the time until that
  /// is noticed, less than a second.
  private static final long REVOKED_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /// The reasons for a pause of reading, as bits: each cause sets and clears only its own bit.
  static final int PAUSED_BY_HANDLER = 1;

  static final int PAUSED_BY_RATE = 2;
  static final int PAUSED_BY_OUTBOX = 4;

  /// From a call of [#secure] until TLS has begun.
  static final int PAUSED_BY_UPGRADE = 16;

  /// All pauses are over, or this session has used up its share of a turn, and [#resume] is queued.
  /// Until it has run, earlier input is not processed, so later input must not be either.
  private static final int RESUMING = 8;

  /// Held while any session gets another configuration, which is rare and short.
  private static final ReentrantLock CHANGING = new ReentrantLock();

  /// That of the listener or connector, until this session gets its own. Written by any thread; one
  /// that reads it without the lock may see the one before.
  SessionConfig config;

  final EventLoop loop;
  private final long id;
  final Address listener;
  private final long openedAt;
  private @Nullable SessionRates rates;

  /// A group that this session is a member of.
  public interface Membership {
    /// The session has ended: removes it. On its loop; allocates nothing, since there may be no
    /// memory.
    void ended(SessionCore session);
  }

  private volatile @Nullable Object attachment;
  private @Nullable ConversationRunner talk;

  /// Null until the session uses anything of it.
  private @Nullable SessionExtras extras;

  private volatile @Nullable String principal;
  private volatile boolean hasNotifiedHandler;
  private volatile boolean wantsDrained;
  private volatile long handedOver;
  private boolean draining;
  private byte pauses; // a byte, for the memory of idle sessions

  /// Null while the session is open.
  private volatile @Nullable CloseReason reason;

  /// Written before [#reason].
  private @Nullable Problem problem;

  private volatile @Nullable SessionEnd sessionEnd;
  private volatile Membership[] memberships = NO_MEMBERSHIPS;

  // Read by any thread, at worst a batch behind; writes of a long are atomic on every 64-bit
  // machine.
  private long messagesIn;
  long bytesIn;
  long messagesOut;

  SessionCore(SessionConfig config, EventLoop loop, long id, Address listener) {
    this.config = config;
    this.loop = loop;
    this.id = id;
    this.listener = listener;
    this.openedAt = loop.now();
    this.rates = SessionRates.of(this, config.limits, openedAt);
  }

  /// Returns the library's session behind `session`, which may be a wrapper.
  ///
  /// @throws IllegalArgumentException if there is none
  public static SessionCore of(Session session) {
    if (Objects.requireNonNull(session, "session") instanceof SessionCore own) {
      return own;
    }
    if (session.unwrapped() instanceof SessionCore own) {
      return own;
    }
    throw new IllegalArgumentException(
        "not a session of this library, nor a wrapper that overrides unwrapped(): "
            + session.getClass());
  }

  // Timeouts and limits, from any thread.

  @Override
  public final Timeouts timeouts() {
    return config.timeouts;
  }

  @Override
  public final Limits limits() {
    return config.limits;
  }

  @Override
  public final void timeouts(Timeouts timeouts) {
    Objects.requireNonNull(timeouts, "timeouts");
    configure(before -> before.with(timeouts, before.limits));
  }

  @Override
  public final void limits(Limits limits) {
    Objects.requireNonNull(limits, "limits");
    configure(before -> before.with(before.timeouts, limits));
  }

  private void configure(UnaryOperator<SessionConfig> change) {
    CHANGING.lock();
    try {
      config = change.apply(config);
    } finally {
      CHANGING.unlock();
    }
    if (loop.isCurrent()) {
      reconfigured();
    } else {
      loop.execute(this::reconfigured);
    }
  }

  /// Takes what is kept of the configuration from the one of now. On the loop.
  void reconfigured() {
    if (!SessionRates.areOf(rates, config.limits)) {
      rates = SessionRates.of(this, config.limits, loop.now());
      unpause(PAUSED_BY_RATE);
    }
    notifyDrainedIfWanted(); // the outbox may have room now
  }

  /// Returns true unless the session has got others, or none.
  @SuppressWarnings("ReferenceEquality") // its own, not equal ones
  final boolean hasRates(SessionRates own) {
    return rates == own;
  }

  // Groups, from any thread.

  /// Makes this session a member until [#leave], or until it ends.
  ///
  /// @return false if it has ended
  @SuppressWarnings("ReferenceEquality") // ENDED is known by its identity
  public final boolean join(Membership group) {
    for (; ; ) {
      Membership[] before = memberships;
      if (before == ENDED) {
        return false;
      }
      Membership[] after = Arrays.copyOf(before, before.length + 1);
      after[before.length] = group;
      if (MEMBERSHIPS.compareAndSet(this, before, after)) {
        return true;
      }
    }
  }

  /// Ends the membership in a group.
  public final void leave(Membership group) {
    for (; ; ) {
      Membership[] before = memberships;
      int at = Arrays.asList(before).indexOf(group);
      if (at < 0) {
        return;
      }
      Membership[] after = Arrays.copyOf(before, before.length - 1);
      System.arraycopy(before, at + 1, after, at, after.length - at);
      if (MEMBERSHIPS.compareAndSet(this, before, after.length == 0 ? NO_MEMBERSHIPS : after)) {
        return;
      }
    }
  }

  // Lifecycle.

  /// Notifies the handler that the session is open.
  ///
  /// @param name the peer's authenticated name, null if no login was required
  final void notifyOpened(@Nullable String name) {
    principal = name;
    hasNotifiedHandler = true;
    config.emit(new Event.SessionOpened(id, transport(), peerName(), name, listener));
    notifyHandler(config.handler::opened);
  }

  /// Delivers one message to the handler, then expires the view. Anything that the handler throws,
  /// also an Error, ends this session and no other. Only inside a callback, see [EventLoop#enter].
  final void deliver(Message message) {
    messagesIn++;
    try {
      config.handler.received(this, message);
    } catch (Throwable e) {
      handlerFailed(e);
    }
    message.expire();
    if (rates != null) {
      rates.countMessage();
    }
  }

  /// Counts bytes that were received from the peer.
  final void countIn(int bytes) {
    bytesIn += bytes;
    if (rates != null) {
      rates.countBytes(bytes);
    }
  }

  /// Notifies the handler that the peer has ended its output.
  final void notifyEnded() {
    notifyHandler(config.handler::ended);
  }

  /// Asks the handler to finish, since our side is shutting down; a session that is closing already
  /// finishes by itself. A login in progress is aborted: an end of stream would tell the peer that
  /// it was refused.
  final void drain() {
    draining = true;
    if (!isOpen()) {
      return;
    }
    if (hasNotifiedHandler) {
      notifyHandler(config.handler::draining);
    } else {
      abort();
    }
  }

  /// Returns true if the handler must be notified that the peer is quiet. Called several times a
  /// second.
  ///
  /// @param heardBy a time not before that of the last input, if there was any since the last call
  /// @param isListening false while we do not read
  final boolean isQuiet(long now, long heardBy, boolean isListening) {
    return config.quietNanos > 0
        && isKnown()
        && extras().isQuiet(now, bytesIn + messagesIn, heardBy, isListening, config.quietNanos);
  }

  /// Notifies the handler that the peer is quiet.
  final void notifyQuiet() {
    notifyHandler(config.handler::quiet);
  }

  /// Lets the handler say its last words, if the session ends for a reason that has any.
  ///
  /// @return false if it is saying them: the end follows, whatever asks for one meanwhile
  final boolean hasSaidLastWords(CloseReason why, @Nullable Problem problem) {
    SessionExtras extras = this.extras;
    if (extras != null && extras.isEnding()) {
      return false;
    }
    if (problem != null && isKnown() && hasLastWords(why)) {
      extras = extras();
      extras.ending(true);
      try {
        notifyHandler(session -> config.handler.ending(session, why, problem));
      } finally {
        extras.ending(false);
      }
    }
    return true;
  }

  /// Returns false where the peer may not be the one that it should be, and for ends that the
  /// handler has asked for.
  private static boolean hasLastWords(CloseReason why) {
    return switch (why) {
      case FRAME_TOO_LARGE,
          FRAME_MALFORMED,
          FRAME_TRUNCATED,
          FRAME_TIMEOUT,
          IDLE_TIMEOUT,
          HALF_CLOSE_TIMEOUT,
          REVOKED,
          UNCARRIABLE,
          HANDLER_FAILED ->
          true;
      default -> false;
    };
  }

  private interface Notification {
    void to(Session session) throws Exception;
  }

  private void notifyHandler(Notification notification) {
    loop.enter();
    try {
      notification.to(this);
    } catch (Throwable e) {
      handlerFailed(e);
    } finally {
      loop.exit();
    }
  }

  /// Ends the session for what the handler threw, with the reason of the one whose fault that is.
  private void handlerFailed(Throwable cause) {
    switch (cause) {
      case UnencodableMessageException e -> {
        endByHandler(CloseReason.UNCARRIABLE, e.problem());
        return;
      }
      case ProtocolException fault -> {
        endByHandler(CloseReason.of(fault), fault.problem());
        return;
      }
      case BrokenFramingException broken -> {
        loop.failed(broken); // its author's fault, not the handler's
        endByHandler(CloseReason.DEFECT, broken.problem());
        return;
      }
      default -> {}
    }
    boolean isFullHeap = FailureHandler.isFullHeap(cause);
    if (isFullHeap) {
      loop.failed(cause); // first, or there is no memory to report it
    }
    config.emit(new Event.HandlerFailed(id, transport(), peerName(), principal, cause));
    Problem problem = Problem.of(SessionProblem.HANDLER_FAILED, cause.getClass().getName());
    if (isFullHeap) {
      // It may have been thrown between any two steps, so the queued output may have a gap.
      abort(CloseReason.HANDLER_FAILED, problem);
    } else {
      end(CloseReason.HANDLER_FAILED, problem);
    }
    config.context.accidents.endIfLost(cause);
  }

  /// Closes gracefully because of what the handler threw, for a reason that has other causes too.
  private void endByHandler(CloseReason why, Problem problem) {
    boolean isFirst = isOpen();
    end(why, problem);
    if (isFirst) {
      extras().endedByHandler();
    }
  }

  /// Reports that a conversation's body threw, from its own thread.
  final void bodyFailed(Throwable cause) {
    config.context.accidents.insist(() -> loop.execute(() -> handlerFailed(cause)));
  }

  /// Like [#close], called when a conversation's body has ended.
  final void bodyEnded() {
    config.context.accidents.insist(this::close);
  }

  /// Sets the close reason if there is none yet; returns true if it was set.
  final boolean decide(CloseReason why, @Nullable Problem problem) {
    if (reason != null) {
      return false;
    }
    this.problem = problem;
    reason = why;
    for (Membership membership : MEMBERSHIPS.getAndSet(this, ENDED)) {
      membership.ended(this);
    }
    SessionExtras extras = this.extras;
    if (extras != null) {
      extras.dropTimers();
    }
    return true;
  }

  /// Closes gracefully, for this reason: what was accepted is still sent.
  abstract void end(CloseReason why, @Nullable Problem problem);

  /// Aborts the connection now, for this reason.
  abstract void abort(CloseReason why, @Nullable Problem problem);

  /// Returns the close reason that [#close] uses at this moment.
  CloseReason ownReason() {
    return draining ? CloseReason.SHUTDOWN : CloseReason.CLOSED;
  }

  /// The peer's key, name or certificate was revoked: closes the session gracefully, and aborts it
  /// soon after if the peer does not close.
  ///
  /// @param name the revoked name; the handler may not have been notified of the session yet
  final void revoked(@Nullable String name) {
    end(
        CloseReason.REVOKED,
        Problem.of(SessionProblem.REVOKED, Printable.line(String.valueOf(name))));
    loop.schedule(loop.now() + REVOKED_NANOS, () -> abort(CloseReason.REVOKED, null));
  }

  /// The socket is closed: notifies the handler and the event consumer, once.
  final void notifyClosed() {
    countEnd();
    loop.afterwards(this::notifyClosedNow);
  }

  /// Counts this session as ended, once, before it leaves the loop.
  final void countEnd() {
    boolean _ = decide(CloseReason.NETWORK_FAILED, null);
    CloseReason why = reason;
    if (sessionEnd == null && why != null) {
      config.context.totals.ended(why, traffic(), () -> sessionEnd = COUNTED);
    }
  }

  /// Returns true if the totals have this session among those that have ended. Any thread.
  final boolean isCounted() {
    return sessionEnd != null;
  }

  private void notifyClosedNow() {
    CloseReason why = reason == null ? CloseReason.NETWORK_FAILED : reason;
    try {
      notifyClosed(why);
    } catch (OutOfMemoryError e) {
      loop.failed(e); // first, or there is no memory to report it
      notifyClosed(why);
    }
  }

  private void notifyClosed(CloseReason why) {
    sessionEnd = new SessionEnd(why, problem, unsentBytes(), isAborted());
    endFlushes();
    if (hasNotifiedHandler) {
      Notification closed = session -> config.handler.closed(session, why);
      hasNotifiedHandler = false;
      notifyHandler(closed);
    }
    config.emit(
        new Event.SessionClosed(
            id,
            transport(),
            peerName(),
            principal,
            why,
            problem,
            Duration.ofNanos(loop.now() - openedAt),
            traffic()));
  }

  /// Returns how the session ended, null until it has. Safe for any thread.
  @SuppressWarnings("ReferenceEquality") // COUNTED is known by its identity
  public final @Nullable SessionEnd sessionEnd() {
    SessionEnd end = sessionEnd;
    return end == COUNTED ? null : end;
  }

  /// Returns [#unsent] and the bytes that other threads have handed over since.
  final long unsentBytes() {
    return unsent() + handedOver;
  }

  /// Returns the bytes that were still waiting to be sent when the socket was closed.
  abstract long unsent();

  /// Returns true if the connection failed or was aborted.
  abstract boolean isAborted();

  @Override
  public final @Nullable CloseReason reason() {
    return reason;
  }

  @Override
  public final @Nullable Problem problem() {
    return reason == null ? null : problem;
  }

  /// Returns how the handler has ended this session by an exception, null if it has not. On the
  /// loop.
  public final @Nullable SessionClosedException handlerFailure() {
    CloseReason why = reason;
    if (why == null) {
      return null;
    }
    SessionExtras extras = this.extras;
    return why == CloseReason.HANDLER_FAILED || (extras != null && extras.isEndedByHandler())
        ? new SessionClosedException(why, problem)
        : null;
  }

  /// Returns true once there is a close reason.
  final boolean isDecided() {
    return reason != null;
  }

  /// Returns the time at which the session was created, in the clock's nanoseconds.
  final long openedAt() {
    return openedAt;
  }

  /// Checks that a composer has written exactly `length` bytes.
  ///
  /// @param start where they begin in `target`, whose position is after them
  /// @throws IllegalArgumentException if not
  static void checkWhole(int length, int start, ByteBuffer target) {
    int put = target.position() - start;
    if (put != length) {
      throw new InvalidValueException(SessionProblem.COMPOSER_LENGTH, put, length);
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

  // Callbacks of flushes.

  @Override
  public final void flushed(Flushed then) {
    Objects.requireNonNull(then, "then");
    if (loop.isCurrent()) {
      awaitFlush(then);
    } else if (!loop.offer(() -> awaitFlush(then))) {
      then.flushed(false);
    }
  }

  private void awaitFlush(Flushed then) {
    if (sessionEnd() != null) {
      loop.execute(() -> call(() -> then.flushed(false)));
      return;
    }
    FlushCallbacks flushes = extras().createdFlushes();
    flushes.add(then);
    flushes.settle(outputEnd(false));
    checkFlushesNextTurn();
  }

  /// Checks in the next turn, when all that was composed in this one is flushed.
  final void checkFlushesNextTurn() {
    FlushCallbacks flushes = flushes();
    if (flushes != null && !flushes.isCheckQueued) {
      loop.nextTurn(() -> {
        flushes.isCheckQueued = false;
        checkFlushes();
      }); // first, since there may be no memory for it
      flushes.isCheckQueued = true;
    }
  }

  /// Calls back those whose bytes the kernel has taken.
  final void checkFlushes() {
    FlushCallbacks flushes = flushes();
    if (flushes == null || sessionEnd() != null) {
      return;
    }
    flushes.settle(outputEnd(true));
    long taken = outputTaken();
    for (Flushed due = flushes.pollTaken(taken); due != null; due = flushes.pollTaken(taken)) {
      Flushed then = due;
      loop.afterwards(() -> call(() -> then.flushed(true)));
    }
    if (!flushes.isEmpty() && isFlushSilent()) {
      checkFlushesNextTurn();
    }
  }

  /// Calls back all that are left, because the session has ended.
  private void endFlushes() {
    FlushCallbacks flushes = flushes();
    if (flushes == null) {
      return;
    }
    flushes.settle(unsentBytes() == 0 ? 0 : Long.MAX_VALUE);
    long taken = outputTaken();
    for (Flushed due = flushes.pollTaken(taken); due != null; due = flushes.pollTaken(taken)) {
      Flushed then = due;
      call(() -> then.flushed(true));
    }
    for (Flushed due = flushes.poll(); due != null; due = flushes.poll()) {
      Flushed then = due;
      call(() -> then.flushed(false));
    }
  }

  private @Nullable FlushCallbacks flushes() {
    SessionExtras extras = this.extras;
    return extras == null ? null : extras.flushes();
  }

  /// Returns the number of bytes that were put out so far, taken by the kernel, waiting or lost;
  /// [FlushCallbacks#UNKNOWN] while a layer or a queue that others share holds some.
  ///
  /// @param isNextTurn what was sent has been flushed since, as far as possible
  abstract long outputEnd(boolean isNextTurn);

  /// Returns how many of these the kernel has taken.
  abstract long outputTaken();

  /// Returns true if the flush of what is put out now will not call [#checkFlushes].
  abstract boolean isFlushSilent();

  // Sends from other threads: bytes on their way to the loop count towards the outbox.

  @Override
  public final long waiting() {
    return sessionEnd() == null ? waitingHere() + handedOver : 0;
  }

  /// Returns the bytes that wait here for the peer, as far as this thread can know, without those
  /// on their way from other threads.
  abstract long waitingHere();

  /// Takes over a message that another thread encoded. On the loop, while open.
  ///
  /// @param framings with which it encoded; null for a datagram
  abstract void takeOver(ByteBuffer bytes, @Nullable FramingPair framings);

  /// Returns true if the outbox has room for `bytes` more. An empty one accepts any number, so that
  /// a message larger than its limit can be sent at all.
  final boolean hasRoom(int bytes) {
    return hasRoom(waitingHere() + handedOver, bytes);
  }

  final boolean hasRoom(long queued, int bytes) {
    return queued == 0 || queued + bytes <= config.limits.maxOutboxBytes();
  }

  /// Like [#hasRoom]; if false, the handler is notified as soon as there is room.
  final boolean hasRoomOrWaits(int bytes) {
    if (hasRoom(bytes)) {
      return true;
    }
    wantsDrained = true;
    // Checked again: the room may have appeared just before the flag was seen.
    return hasRoom(bytes);
  }

  /// Returns the encoder of this session for a message that several sessions share; null if it
  /// needs none.
  ///
  /// @param length of the message
  /// @throws dev.parley.session.UnencodableMessageException if this session carries no message of
  ///   that length
  abstract @Nullable Encoder sharedEncoder(int length);

  /// Sends a message that is shared with other sessions, unless this one has ended. On the loop.
  /// Throws nothing: a failure ends this session.
  abstract void sendShared(SharedMessage message);

  /// Sends those of several messages that are for this session, like [#sendShared(SharedMessage)],
  /// as if they were one.
  abstract void sendShared(SharedMessages messages);

  /// Sends a message through a wrapper of this session. On the loop. An exception of the wrapper
  /// ends this session, like one of the handler.
  final void sendThrough(Session wrapper, Message message) {
    call(() -> wrapper.send(message));
  }

  /// Queues `bytes` on the loop, for [#takeOver].
  final void handOver(ByteBuffer bytes, @Nullable FramingPair framings) {
    int size = bytes.remaining() + HAND_OVER_COST;
    boolean isQueued = false;
    HANDED_OVER.addAndGet(this, size);
    try {
      loop.execute(
          () -> {
            loop.arrived(size);
            if (isOpen()) {
              HANDED_OVER.addAndGet(this, -size);
              takeOverOrBreak(bytes, framings);
            } else {
              HANDED_OVER.addAndGet(this, -HAND_OVER_COST); // its bytes were dropped: unsent
            }
            notifyDrainedIfWanted();
          },
          size);
      isQueued = true;
    } finally {
      if (!isQueued) { // there is no memory for it
        HANDED_OVER.addAndGet(this, -size);
      }
    }
  }

  /// Aborts on failure: a stream that has lost a message is worse than none.
  private void takeOverOrBreak(ByteBuffer bytes, @Nullable FramingPair framings) {
    try {
      takeOver(bytes, framings);
    } catch (VirtualMachineError e) {
      abort(CloseReason.DEFECT, NO_MEMORY);
      throw e;
    }
  }

  /// Returns the bytes of memory that messages on their way to the loop take.
  public final long crossing() {
    return handedOver;
  }

  /// Returns the memory of a conversation and its inbox, in bytes.
  final long inboxCost() {
    ConversationRunner talk = this.talk;
    return talk == null ? 0 : talk.cost();
  }

  /// Drops what a closed conversation has not received, to free memory.
  final void dropInbox() {
    ConversationRunner talk = this.talk;
    if (talk != null) {
      talk.drop();
    }
  }

  /// Notifies the handler of free outbox space, if it waits for that and there is enough.
  final void notifyDrainedIfWanted() {
    if (wantsDrained && waitingHere() + handedOver <= config.limits.maxOutboxBytes() / 2) {
      wantsDrained = false;
      loop.afterwards(() -> {
        if (isOpen()) {
          notifyHandler(config.handler::drained);
        }
      });
    }
  }

  /// Refuses a call whose place among the messages and sends is not defined on other threads.
  ///
  /// @param call the name of the method
  final void requireLoop(String call) {
    if (!loop.isCurrent()) {
      throw new IllegalStateException(
          call
              + " takes effect between two messages, so call it on the event loop of the session:"
              + " in a callback, or in a task of execute");
    }
  }

  // Pauses.

  /// Returns true until [#resume] has been called after the last pause.
  final boolean hasPause() {
    return pauses != 0;
  }

  /// Returns true while reading is paused for any reason other than a queued [#resume].
  final boolean hasPauser() {
    return (pauses & ~RESUMING) != 0;
  }

  /// Returns true while reading is paused for this reason, one of the bits above.
  final boolean isPausedBy(int by) {
    return (pauses & by) != 0;
  }

  /// Pauses reading for this reason, one of the bits above.
  final void pause(int by) {
    pauses = (byte) (pauses | by);
  }

  /// Clears this reason for a pause; after the last one, queues [#resume].
  final void unpause(int by) {
    int before = pauses;
    pauses = (byte) (pauses & ~by);
    if (before != 0 && pauses == 0) {
      pauses = RESUMING;
      loop.execute(this::resumeIfAllowed); // not from here: this may be inside a callback
    }
  }

  /// Clears this reason for a pause; the caller sees to it that the session continues.
  final void unpauseOnly(int by) {
    pauses = (byte) (pauses & ~by);
  }

  /// Yields to other sessions: pauses a session that is not paused until its [#resumeIfAllowed] is
  /// called in a later turn.
  final void pauseForOthers() {
    pauses = RESUMING;
  }

  /// Calls [#resume] unless the session is paused again or closed.
  final void resumeIfAllowed() {
    pauses = (byte) (pauses & ~RESUMING);
    if (pauses == 0 && isOpen()) {
      resume();
    }
  }

  /// Continues after the last pause. Never called inside a callback.
  abstract void resume();

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

  // The rest of Session.

  @Override
  public final void close() {
    if (loop.isCurrent()) {
      end(ownReason(), null);
    } else {
      loop.execute(() -> end(ownReason(), null));
    }
  }

  @Override
  public final void abort() {
    if (loop.isCurrent()) {
      abort(ownReason(), null);
    } else {
      loop.execute(() -> abort(ownReason(), null));
    }
  }

  /// Returns true if the session is open and the handler has been notified of it. Safe for any
  /// thread.
  final boolean isKnown() {
    return isOpen() && hasNotifiedHandler;
  }

  @Override
  public final boolean isOpen() {
    return reason == null;
  }

  @Override
  public final long id() {
    return id;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other;
  }

  /// Of the id, so that who goes through a hash table of sessions in a simulation goes the same way
  /// each time.
  @Override
  public final int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public final @Nullable String principal() {
    return principal;
  }

  @Override
  public final void execute(Runnable task) {
    loop.execute(() -> call(task));
  }

  @Override
  public final Loop loop() {
    return new SessionLoop(loop, config.context.clock);
  }

  @Override
  public final Timer after(Duration delay, Runnable task) {
    Objects.requireNonNull(task, "task");
    SessionTimer timer =
        new SessionTimer(this, config.context.clock.nanos() + TaskTimer.nanos(delay), task);
    if (loop.isCurrent()) {
      timer.set();
    } else {
      loop.execute(timer::set);
    }
    return timer;
  }

  /// Runs a task of the application as a callback. On the loop.
  final void call(Runnable task) {
    notifyHandler(_ -> task.run());
  }

  /// Returns what few sessions need, created on first use. On the loop.
  final SessionExtras extras() {
    SessionExtras extras = this.extras;
    if (extras == null) {
      extras = new SessionExtras();
      this.extras = extras;
    }
    return extras;
  }

  /// Returns the change to TLS that is going on, null if there is none. On the loop.
  final @Nullable Upgrade upgrade() {
    SessionExtras extras = this.extras;
    return extras == null ? null : extras.upgrade();
  }

  /// Returns true if the session has changed to TLS, or is about to. On the loop.
  final boolean isUpgraded() {
    SessionExtras extras = this.extras;
    return extras != null && extras.isUpgraded();
  }

  /// Sets the peer's authenticated name, unless it has one from its login.
  final void identified(@Nullable String name) {
    if (principal == null) {
      principal = name;
    }
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
