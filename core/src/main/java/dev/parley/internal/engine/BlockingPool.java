package dev.parley.internal.engine;

import dev.parley.internal.net.FailureHandler;
import dev.parley.internal.net.Host;
import dev.parley.limit.FairQueue;
import dev.parley.limit.Source;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.CloseReason;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A thread pool for blocking or slow work of layers ([dev.parley.layer.LayerLogin#work]), which
/// would block a loop.
///
/// It has few threads, so that a storm of logins leaves the loops their cores, and a bounded queue.
/// Sources are served in turn, and when the queue is full, the newest piece of the source that has
/// the most is evicted ([FairQueue]): a few sources with any number of handshakes neither delay nor
/// displace those of others. A session has at most one piece here. The threads are daemons, created
/// when there is work; they end soon after there is none. Safe for any thread.
public final class BlockingPool implements AutoCloseable {
  /// A handshake takes some milliseconds, so the last of this many still starts within the login
  /// timeout.
  private static final int MAX_WAITING = 256;

  private static final AtomicLong NUMBER = new AtomicLong();

  /// @param displaced called if the work is evicted and will never run; must not block
  private record Piece(Runnable work, Runnable displaced) {}

  private final int maxWaiting;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock.
  private final FairQueue<Piece> waiting;

  /// True if the system could not start a thread at the last attempt.
  private volatile boolean hasNoThread;

  /// Gets one task, [#workOff], for each queued piece.
  private final ExecutorService threads;

  /// Creates a pool with as many threads as there are loops by default: one for two cores.
  BlockingPool(Host host) {
    this(
        host.workers(() ->
            threads(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2), BlockingPool::daemon)),
        MAX_WAITING);
  }

  /// @param maxWaiting how many pieces may wait besides those that are running
  public BlockingPool(int threads, int maxWaiting) {
    this(threads, maxWaiting, BlockingPool::daemon);
  }

  private static Thread daemon(Runnable work) {
    return Thread.ofPlatform().daemon().unstarted(work);
  }

  /// @param factory creates threads and does not start them
  BlockingPool(int threads, int maxWaiting, ThreadFactory factory) {
    this(threads(threads, factory), maxWaiting);
  }

  private BlockingPool(ExecutorService threads, int maxWaiting) {
    this.maxWaiting = maxWaiting;
    this.waiting = new FairQueue<>(maxWaiting);
    this.threads = threads;
  }

  private static ExecutorService threads(int threads, ThreadFactory factory) {
    ThreadPoolExecutor pool =
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
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// Queues `work` to run soon; returns false if that is not possible, see [#refusal].
  ///
  /// @param levels the source that the work is for, as in [FairQueue#add]
  /// @param displaced called, on any thread, if a piece of another source later evicts this one
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
      // Closed, so nothing that is queued will run.
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

  /// Returns true if `piece` was still queued and has been removed.
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

  /// Runs all queued pieces, so that none is left behind because an earlier task took one too many.
  private void workOff() {
    for (Piece piece = next(); piece != null; piece = threads.isShutdown() ? null : next()) {
      piece.work.run();
    }
  }

  /// Returns why [#offer] returns false: [CloseReason#BUSY], or [CloseReason#SHUTDOWN] after
  /// [#close].
  public CloseReason refusal() {
    return threads.isShutdown() ? CloseReason.SHUTDOWN : CloseReason.BUSY;
  }

  /// Returns the problem behind [#refusal].
  public Problem refusalProblem() {
    if (threads.isShutdown()) {
      return Problem.of(SessionProblem.CLOSED);
    }
    return hasNoThread
        ? Problem.of(SessionProblem.NO_THREAD)
        : Problem.of(SessionProblem.BUSY, maxWaiting);
  }

  /// Drops what is queued; running work continues, and its result is ignored.
  @Override
  public void close() {
    var _ = threads.shutdownNow();
  }
}
