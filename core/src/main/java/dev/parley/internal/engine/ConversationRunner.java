package dev.parley.internal.engine;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.net.LoopThread;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemTimeoutException;
import dev.parley.problem.SessionProblem;
import dev.parley.session.CloseReason;
import dev.parley.session.Conversation;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The inbox of a conversation and its two sides: the loop adds messages, the conversation's thread
/// receives and sends.
///
/// ```
///   loop:          put ─▶ inbox ─▶ wake the waiter, if one waits
///   conversation:  receive ─▶ inbox, or: announce the wait ─▶ check again ─▶ park
/// ```
///
/// Lock-free, except for senders whose outbox is full. Both sides write first and then check, so
/// that one of them always sees the other: a message is never added unnoticed by a thread that is
/// about to park, and the last one is never taken unnoticed by a loop that is about to pause.
///
/// A full inbox pauses reading, and so applies backpressure to the peer; reading continues when
/// half is taken. On demand, reading is paused unless the conversation waits for a message, and
/// each message pauses it again: then nothing is cut from the stream ahead of the conversation.
public final class ConversationRunner implements Conversation {
  /// The inbox size at which the peer is paused: enough for a batch of small messages, or one large
  /// one.
  private static final int MAX_MESSAGES = 256;

  private static final int MAX_BYTES = 1 << 16;

  /// The bytes counted for every message in addition to its content: the message, its array and its
  /// queue entry take about that much, so empty messages are not free.
  private static final int MESSAGE_COST = 64;

  /// The memory that this object takes with its waiting thread, in bytes.
  private static final int OWN_COST = 1536;

  /// [#held] counts messages from this bit up, and their bytes and costs below it.
  private static final int MESSAGE_BIT = 40;

  private static final AtomicLongFieldUpdater<ConversationRunner> HELD =
      AtomicLongFieldUpdater.newUpdater(ConversationRunner.class, "held");
  private static final AtomicIntegerFieldUpdater<ConversationRunner> PAUSED =
      AtomicIntegerFieldUpdater.newUpdater(ConversationRunner.class, "paused");
  private static final AtomicReferenceFieldUpdater<ConversationRunner, @Nullable Thread> RECEIVER =
      AtomicReferenceFieldUpdater.newUpdater(ConversationRunner.class, Thread.class, "receiver");
  private static final AtomicReferenceFieldUpdater<ConversationRunner, @Nullable Thread> WAITER =
      AtomicReferenceFieldUpdater.newUpdater(ConversationRunner.class, Thread.class, "waiter");

  private final SessionCore session;

  /// What the handler has as the session: the same, or a wrapper that sees what is sent.
  private final Session outer;

  private final boolean isOnDemand;
  private final ConcurrentLinkedQueue<Message> inbox = new ConcurrentLinkedQueue<>();
  private volatile long held;

  /// 1 while we have paused the peer.
  private volatile int paused;

  /// The thread inside [#await]; a second one is refused.
  private volatile @Nullable Thread receiver;

  /// The receiver, while it may have to be woken; cleared by the thread that wakes it.
  private volatile @Nullable Thread waiter;

  /// True once nothing is added any more. Written after the fields that tell the cause.
  private volatile boolean isEnded;

  /// True if the peer ended its output normally, so that the inbox holds the rest of all that it
  /// sent.
  private volatile boolean isPeerEnded;

  private volatile @Nullable CloseReason closedBy;

  /// Written before [#closedBy].
  private @Nullable Problem problem;

  /// True once the session has changed to TLS. Written under the lock.
  private volatile boolean isSecured;

  /// For senders whose outbox is full, and for who waits for TLS.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition drainedOrClosed = lock.newCondition();

  /// The number of times that the outbox drained. Written under the lock.
  private volatile long drains;

  /// On the loop, before anything was received.
  ConversationRunner(SessionCore session, Session outer, ConversationHandler.Cutting cutting) {
    this.session = session;
    this.outer = outer;
    this.isOnDemand =
        cutting == ConversationHandler.Cutting.ON_DEMAND
            && session.transport().isStream(); // a datagram would be lost meanwhile
    if (isOnDemand) {
      session.pauseReading();
    }
  }

  private static long costOf(Message message) {
    return (1L << MESSAGE_BIT) + message.length() + MESSAGE_COST;
  }

  private static boolean isMoreThan(long held, int messages, int bytes) {
    return held >>> MESSAGE_BIT > messages || (held & (1L << MESSAGE_BIT) - 1) > bytes;
  }

  /// Returns the bytes of memory that this object takes, with all that it holds.
  long cost() {
    return OWN_COST + (held & (1L << MESSAGE_BIT) - 1);
  }

  // The loop's side.

  /// Drops what was not received, to free memory. Allocates nothing.
  void drop() {
    isEnded = true;
    for (Message message = inbox.poll(); message != null; message = inbox.poll()) {
      HELD.addAndGet(this, -costOf(message));
    }
  }

  /// Returns true if there are messages that were not received.
  boolean hasMessages() {
    return !inbox.isEmpty();
  }

  /// Adds a message, and pauses the peer if the inbox is full. On the loop.
  void put(Message message) {
    if (isEnded) {
      return; // draining: messages that arrive now are dropped
    }
    inbox.add(message);
    long now = HELD.addAndGet(this, costOf(message));
    if (isOnDemand) {
      session.pauseReading();
    } else if (paused == 0 && isMoreThan(now, MAX_MESSAGES - 1, MAX_BYTES - 1)) {
      paused = 1;
      session.pauseReading();
      goOnIfHalfIsTaken(); // it may have been taken just before the pause was seen
    }
    wake();
  }

  private void wake() {
    if (waiter != null) {
      Thread waiting = WAITER.getAndSet(this, null);
      if (waiting != null) {
        LockSupport.unpark(waiting);
      }
    }
  }

  private void goOnIfHalfIsTaken() {
    if (paused != 0
        && !isMoreThan(held, MAX_MESSAGES / 2, MAX_BYTES / 2)
        && PAUSED.compareAndSet(this, 1, 0)) {
      session.resumeReading();
    }
  }

  /// The peer ended its output normally.
  void peerEnded() {
    if (!isEnded) { // while draining, messages may have been dropped
      isPeerEnded = true;
      end();
    }
  }

  /// Our side shuts down: later messages are dropped.
  void draining() {
    end();
  }

  private void end() {
    isEnded = true;
    wake();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // + Wakes senders that wait for space in the outbox.
  void drained() {
    lock.lock();
    try {
      drains++;
      drainedOrClosed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the conversation for this reason.
  void close(CloseReason reason, @Nullable Problem problem) {
    lock.lock();
    try {
      this.problem = problem;
      closedBy = reason;
      drainedOrClosed.signalAll();
    } finally {
      lock.unlock();
    }
    if (reason == CloseReason.PEER_CLOSED) {
      peerEnded(); // a datagram peer ends its output and closes in one step
    }
    end();
  }

  // The conversation's side.

  @Override
  public @Nullable Message receive() throws IOException, InterruptedException {
    return receive(Long.MAX_VALUE);
  }

  @Override
  public @Nullable Message receive(Duration timeout) throws IOException, InterruptedException {
    return receive(timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : Long.MAX_VALUE);
  }

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private @Nullable Message receive(long nanos) throws IOException, InterruptedException {
    LoopThread.refuse("receive");
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (receiver != null) {
      throw secondReceiver();
    }
    Message message = inbox.poll();
    if (message == null) {
      message = isOnDemand ? demand(nanos) : await(nanos);
    }
    if (message == null) {
      if (isPeerEnded) {
        return null;
      }
      throw endOtherwise();
    }
    HELD.addAndGet(this, -costOf(message));
    goOnIfHalfIsTaken();
    return message;
  }

  /// Waits for the next message, and lets the loop cut it meanwhile.
  private @Nullable Message demand(long nanos) throws IOException, InterruptedException {
    session.resumeReading();
    boolean isOver = false;
    try {
      Message message = await(nanos);
      isOver = true;
      return message;
    } finally {
      if (!isOver) {
        session.pauseReading();
      }
    }
  }

  private IllegalStateException secondReceiver() {
    return new IllegalStateException("another thread is receiving from " + session);
  }

  /// Returns the exception for a conversation whose peer has not ended its output normally.
  private SessionClosedException endOtherwise() {
    CloseReason reason = closedBy;
    return reason == null
        ? new SessionClosedException(CloseReason.SHUTDOWN, Problem.of(SessionProblem.SHUTTING_DOWN))
        : new SessionClosedException(reason, problem);
  }

  /// Waits for the next message; returns null at the end.
  private @Nullable Message await(long nanos) throws IOException, InterruptedException {
    if (!RECEIVER.compareAndSet(this, null, Thread.currentThread())) {
      throw secondReceiver();
    }
    try {
      long left = session.loop.host().await(() -> isEnded || !inbox.isEmpty(), nanos);
      return awaitAlone(left, nanos);
    } finally {
      RECEIVER.lazySet(this, null); // this thread alone reads it next, or sees it a little later
    }
  }

  /// @param nanos how long to wait, [Long#MAX_VALUE] for any time
  /// @param asked what the caller asked for
  private @Nullable Message awaitAlone(long nanos, long asked)
      throws IOException, InterruptedException {
    Clock clock = Clock.system();
    long since = nanos == Long.MAX_VALUE ? 0 : clock.nanos();
    while (true) {
      waiter = Thread.currentThread();
      try {
        boolean wasEnded = isEnded;
        Message message = inbox.poll();
        if (message != null || wasEnded) {
          return message; // a message added before the end is visible after isEnded is
        }
        if (nanos == Long.MAX_VALUE) {
          LockSupport.park(this);
        } else {
          long left = nanos - (clock.nanos() - since);
          if (left <= 0) {
            throw new ProblemTimeoutException(
                Problem.of(SessionProblem.NO_MESSAGE_IN_TIME, Duration.ofNanos(asked).toMillis()));
          }
          LockSupport.parkNanos(this, left);
        }
      } finally {
        WAITER.lazySet(this, null); // a thread that still sees it only causes a spurious wake-up
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    LoopThread.refuse("send");
    while (true) {
      long seen = drains;
      if (outer.offer(message)) {
        return;
      }
      awaitDrain(seen);
    }
  }

  private void awaitDrain(long seen) throws SessionClosedException, InterruptedException {
    long _ =
        session
            .loop
            .host()
            .await(() -> drains != seen || !session.isOpen() || closedBy != null, Long.MAX_VALUE);
    lock.lockInterruptibly();
    try {
      while (drains == seen && session.isOpen() && closedBy == null) {
        drainedOrClosed.await();
      }
      CloseReason closed = closedBy;
      if (closed != null) {
        throw new SessionClosedException(closed, problem);
      }
    } finally {
      lock.unlock();
    }
    CloseReason reason = session.reason();
    if (reason != null) {
      throw new SessionClosedException(reason, session.problem());
    }
  }

  // Changes of the protocol.

  @Override
  public void reframe(Framing in, Framing out) throws IOException, InterruptedException {
    LoopThread.refuse("reframe");
    if (!isOnDemand && session.transport().isStream()) {
      throw new IllegalStateException(
          "this conversation may have messages that are cut already, so it cannot change their"
              + " framing: use Conversations.handlerOnDemand or Client.connectOnDemand");
    }
    onLoop(() -> session.reframe(in, out));
  }

  @Override
  public void secure() throws IOException, InterruptedException {
    LoopThread.refuse("secure");
    session.config.prepareTls(); // may read files
    secure(() -> session.secure(this::secured));
  }

  @Override
  public void secure(Tls tls) throws IOException, InterruptedException {
    LoopThread.refuse("secure");
    tls.prepare(); // may read files
    secure(() -> session.secure(tls, this::secured));
  }

  private void secure(Runnable beginning) throws IOException, InterruptedException {
    onLoop(beginning);
    long _ = session.loop.host().await(() -> isSecured || closedBy != null, Long.MAX_VALUE);
    lock.lockInterruptibly();
    try {
      while (!isSecured && closedBy == null) {
        drainedOrClosed.await();
      }
      if (!isSecured) {
        throw endOtherwise();
      }
    } finally {
      lock.unlock();
    }
  }

  private void secured() {
    lock.lock();
    try {
      isSecured = true;
      drainedOrClosed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Runs a task on the loop, between two messages, and waits until it has run. What it throws is
  /// thrown here.
  private void onLoop(Runnable task) throws SessionClosedException, InterruptedException {
    if (receiver != null) {
      throw secondReceiver();
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    boolean isQueued =
        session.loop.offer(() -> {
          try {
            boolean isOpen = session.isOpen();
            if (isOpen) {
              task.run();
            }
            done.complete(isOpen);
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
    if (isQueued) {
      long _ = session.loop.host().await(done::isDone, Long.MAX_VALUE);
    }
    try {
      if (!isQueued || !done.get()) {
        CloseReason reason = session.reason();
        throw new SessionClosedException(
            reason == null ? CloseReason.CLOSED : reason, session.problem());
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public Session session() {
    return outer;
  }

  /// Returns the library's session, without a wrapper.
  public SessionCore own() {
    return session;
  }

  @Override
  public Iterator<Message> iterator() {
    return new Iterator<>() {
      private @Nullable Message next;

      @Override
      public boolean hasNext() {
        if (next == null) {
          next = receiveUnchecked();
        }
        return next != null;
      }

      @Override
      public Message next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException();
        }
        Message message = next;
        next = null;
        return message;
      }
    };
  }

  private @Nullable Message receiveUnchecked() {
    try {
      return receive();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted while receiving"));
    }
  }
}
