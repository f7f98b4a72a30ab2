package dev.parley.internal.engine;

import dev.parley.internal.net.FailureHandler;
import dev.parley.limit.FairQueue;
import dev.parley.limit.Source;
import dev.parley.session.CloseReason;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The threads that do what would hold up a loop: the work of layers
/// ([dev.parley.layer.Layer#work]).
///
/// Few, so that a storm of logins leaves the loops their cores, and with a bound on how much may
/// wait for them. Sources are served in turn, and when too much waits, the newest piece of the
/// source that has most of it gives way ([FairQueue]): a few sources with any number of handshakes
/// neither delay nor displace those of others. A session has at most one piece here. The threads
/// are daemons, made when there is work and gone soon after there is none. Safe for any thread.
public final class BlockingPool implements AutoCloseable {
  /// A handshake takes some milliseconds, so the last of so many waits for less than the login's
  /// time.
  private static final int MOST_WAITING = 256;

  private static final AtomicLong NUMBER = new AtomicLong();

  /// @param displaced called if the work is never done because it gave way; must not block
  private record Piece(Runnable work, Runnable displaced) {}

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock.
  private final FairQueue<Piece> waiting;

  /// The system has given no thread when one was last wanted.
  private volatile boolean hasNoThread;

  /// Is given one task, [#workOff], for each piece that waits.
  private final ThreadPoolExecutor threads;

  /// As many threads as there are loops by default: one for two cores.
  BlockingPool() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MOST_WAITING);
  }

  /// @param most how many pieces may wait besides those that are under way
  public BlockingPool(int threads, int most) {
    this(threads, most, work -> Thread.ofPlatform().daemon().unstarted(work));
  }

  /// @param factory makes threads that are not started
  BlockingPool(int threads, int most, ThreadFactory factory) {
    this.most = most;
    this.waiting = new FairQueue<>(most);
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = factory.newThread(work);
              thread.setName("parley-work-" + NUMBER.incrementAndGet());
              return thread;
            });
    this.threads.allowCoreThreadTimeOut(true);
  }

  /// Has `work` done soon; false if it cannot be, see [#refusal].
  ///
  /// @param levels for whom, as in [FairQueue#add]
  /// @param displaced called, on any thread, if a piece of another source takes its place later
  public boolean offer(List<Source> levels, Runnable work, Runnable displaced) {
    Piece piece = new Piece(work, displaced);
    Piece leaver;
    lock.lock();
    try {
      leaver = waiting.add(levels, piece);
    } finally {
      lock.unlock();
    }
    if (leaver == null) {
      return isExecuted(levels, piece);
    }
    if (leaver.equals(piece)) {
      return false;
    }
    leaver.displaced.run();
    return true;
  }

  private boolean isExecuted(List<Source> levels, Piece piece) {
    boolean isTaken = false;
    try {
      threads.execute(this::workOff);
      isTaken = true;
      hasNoThread = false;
    } catch (RejectedExecutionException e) {
      // Closed, and nothing that waits is done any more.
    } catch (OutOfMemoryError e) {
      if (FailureHandler.isFullHeap(e)) {
        throw e;
      }
      hasNoThread = true;
    } finally {
      if (!isTaken) {
        isTaken = !isTakenBack(levels, piece);
      }
    }
    return isTaken;
  }

  /// True if `piece` still waited, and does so no longer.
  private boolean isTakenBack(List<Source> levels, Piece piece) {
    lock.lock();
    try {
      return waiting.remove(levels, piece);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Piece next() {
    lock.lock();
    try {
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Does all that waits, so that nothing does because a piece too much was done before.
  private void workOff() {
    for (Piece piece = next(); piece != null; piece = threads.isShutdown() ? null : next()) {
      piece.work.run();
    }
  }

  /// Why [#offer] says no: [CloseReason#BUSY], or [CloseReason#SHUTDOWN] after [#close].
  public CloseReason refusal() {
    return threads.isShutdown() ? CloseReason.SHUTDOWN : CloseReason.BUSY;
  }

  /// [#refusal] as a sentence.
  public String refusalSentence() {
    if (threads.isShutdown()) {
      return "our side was closed";
    }
    return hasNoThread
        ? "the system gives this process no thread to look at certificates and keys with"
        : most + " others wait for certificates and keys to be looked at; that is the most";
  }

  /// What waits is dropped; what is under way goes on and its result is not looked at.
  @Override
  public void close() {
    var _ = threads.shutdownNow();
  }
}
