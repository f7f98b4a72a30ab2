package dev.parley;

import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A call that is made again whenever its session has ended or could not be opened, until it is
/// closed; see [Connector#keepConnected]. An error of the program closes it too: one that completes
/// [Connector#call(Call)] exceptionally, and whatever its [Observer] throws. Safe for any thread;
/// never blocks.
///
/// ```
///   connecting ──▶ connected ──session ends──▶ pause ──▶ connecting
///        └────────────fails───────────────────▶ ─┘
/// ```
public final class StandingCall implements AutoCloseable {
  /// Told what a standing call does while it has no session, one call at a time and in this order:
  /// `connecting`, then `failed` if that was in vain, then `pausing`, which also follows the end of
  /// a session. On a thread of the library that may be a loop, so nothing here may block. What it
  /// throws closes the standing call.
  public interface Observer {
    /// An attempt begins.
    ///
    /// @param attempt 1 for the first, and for the first after a session that has lasted; one more
    ///   after each failure
    default void connecting(int attempt) {}

    /// An attempt has failed. After [ConnectOutcome.Failure#NOT_POSSIBLE] there is no further one.
    default void failed(ConnectOutcome.Failed cause) {}

    /// The next attempt begins after this time, or at [StandingCall#connectNow].
    default void pausing(Duration pause) {}
  }

  private final Connector connector;
  private final Call call;
  private final Reconnect pauses;
  private final Observer observer;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private @Nullable CompletableFuture<CallOutcome> attempt;
  private @Nullable Session session;

  /// What waits for the next session. Completed outside of the lock.
  private CompletableFuture<Session> next = new CompletableFuture<>();

  private long openedAt;
  private int failures;
  private boolean isClosed;

  /// True before the first attempt and in each pause.
  private boolean isPausing = true;

  /// The number of pauses so far, so that the timer of one that was cut short does nothing.
  private long pauseCount;

  StandingCall(
      Connector connector, Call call, Reconnect pauses, Observer observer, RandomGenerator random) {
    this.connector = connector;
    this.call = call;
    this.pauses = pauses;
    this.observer = observer;
    this.random = random;
  }

  /// Returns the session that is open now; null while there is none, and once this is closed. A
  /// session is known here when `Handler.opened` has returned, and may end at any moment.
  public @Nullable Session session() {
    lock.lock();
    try {
      return open();
    } finally {
      lock.unlock();
    }
  }

  /// Returns a future of the session: of the one that is open now, otherwise of the next one, when
  /// its `Handler.opened` has returned. By the time that somebody looks at it, it may have ended
  /// again.
  ///
  /// @return completes with a session on a thread of the library that may block, unless it is
  ///   complete already. It is cancelled if this call, or its connector, is closed before, by the
  ///   thread that closes it, which may be a loop. It completes with the error if an error of the
  ///   program closes this
  public CompletableFuture<Session> connected() {
    lock.lock();
    try {
      Session open = open();
      return open != null ? CompletableFuture.completedFuture(open) : waitingForNext();
    } finally {
      lock.unlock();
    }
  }

  /// Returns a future of one caller's own, which it may cancel. No copy, which would wrap what ends
  /// the wait.
  private CompletableFuture<Session> waitingForNext() {
    CompletableFuture<Session> waiting = new CompletableFuture<>();
    CompletableFuture<Session> _ =
        next.whenComplete((opened, why) -> {
          if (why == null) {
            waiting.complete(opened);
          } else {
            waiting.completeExceptionally(why);
          }
        });
    return waiting;
  }

  private @Nullable Session open() {
    return !isClosed && session != null && session.isOpen() ? session : null;
  }

  /// Connects no more, and closes the session gracefully. Later calls do nothing.
  @Override
  public void close() {
    close(new CancellationException());
  }

  private void close(Throwable why) {
    end(why);
    Session open;
    CompletableFuture<CallOutcome> running;
    lock.lock();
    try {
      open = session;
      running = attempt;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      boolean _ = running.cancel(true);
    }
    if (open != null) {
      connector.forget(open, this);
      open.close();
    }
  }

  /// Connects no more; the connector ends the session.
  void end() {
    end(new CancellationException());
  }

  private void end(Throwable why) {
    CompletableFuture<Session> waiting;
    lock.lock();
    try {
      isClosed = true;
      waiting = next;
    } finally {
      lock.unlock();
    }
    connector.forget(this);
    boolean _ = waiting.completeExceptionally(why);
  }

  /// Connects at once if it is between two attempts; otherwise does nothing. The pauses after it
  /// are as if the attempt had come in its time.
  public void connectNow() {
    long pause;
    lock.lock();
    try {
      pause = pauseCount;
    } finally {
      lock.unlock();
    }
    connect(pause);
  }

  /// Ends this pause by an attempt, unless it is over or this is closed.
  private void connect(long pause) {
    int number;
    lock.lock();
    try {
      if (isClosed || !isPausing || pause != pauseCount) {
        return;
      }
      isPausing = false;
      number = failures + 1;
    } finally {
      lock.unlock();
    }
    try {
      observer.connecting(number);
    } catch (RuntimeException e) {
      close(e);
    }
    lock.lock();
    try {
      if (!isClosed) {
        attempt = connector.call(call, this::settled); // which waits for the lock
      }
    } finally {
      lock.unlock();
    }
  }

  /// The attempt is over, or was cancelled by a close. An error of the program would come again, so
  /// it is not tried again.
  private void settled(@Nullable CallOutcome outcome, @Nullable Throwable error) {
    if (outcome != null) {
      try {
        settled(outcome);
      } catch (Throwable e) {
        close(e);
      }
    } else if (error != null) {
      close(error);
    }
  }

  private void settled(CallOutcome outcome) {
    switch (outcome) {
      case CallOutcome.Connected(Session opened) -> connected(opened);
      case CallOutcome.Failed(ConnectOutcome.Failed cause) -> {
        boolean isFinal = cause.failure() == ConnectOutcome.Failure.NOT_POSSIBLE;
        if (isFinal) {
          close();
        }
        observer.failed(cause);
        if (!isFinal) {
          pause(false);
        }
      }
    }
  }

  private void connected(Session opened) {
    boolean isOver;
    CompletableFuture<Session> waiting;
    lock.lock();
    try {
      session = opened;
      openedAt = connector.clock().nanos();
      isOver = isClosed;
      waiting = next;
      next = isOver ? waiting : new CompletableFuture<>();
    } finally {
      lock.unlock();
    }
    if (isOver) {
      opened.close();
      return;
    }
    if (!connector.isWatched(opened, this)) {
      pause(true); // it has ended already
    }
    waiting.complete(opened);
  }

  /// The session has ended. On its loop.
  void ended() {
    try {
      pause(true);
    } catch (RuntimeException e) {
      close(e);
    }
  }

  private void pause(boolean wasOpen) {
    long nanos;
    long pause;
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      long lasted = connector.clock().nanos() - openedAt;
      failures = wasOpen && lasted >= pauses.longest().toNanos() ? 1 : Math.min(failures + 1, 64);
      nanos = pauses.nanos(failures, random);
      session = null;
      attempt = null;
      isPausing = true;
      pause = ++pauseCount;
    } finally {
      lock.unlock();
    }
    observer.pausing(Duration.ofNanos(nanos));
    connector.later(nanos, () -> connect(pause));
  }
}
