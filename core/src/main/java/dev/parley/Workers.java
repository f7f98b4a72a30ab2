package dev.parley;

import dev.parley.net.Accidents;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The threads that do what would hold up a loop: the work of layers
/// ([dev.parley.frame.Layer#work]).
///
/// Few, so that a storm of logins leaves the loops their cores, and with a bound on how much may
/// wait for them. A session has at most one piece here. The threads are daemons, made when there is
/// work and gone soon after there is none. Safe for any thread.
final class Workers implements AutoCloseable {
  /// A handshake takes some milliseconds, so the last of so many waits for less than the login's
  /// time.
  private static final int MOST_WAITING = 256;

  private static final AtomicLong NUMBER = new AtomicLong();

  private final int waiting;
  private final ThreadPoolExecutor threads;

  /// As many threads as there are loops by default: one for two cores.
  Workers() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MOST_WAITING);
  }

  /// @param waiting how many pieces may wait besides those that are under way
  Workers(int threads, int waiting) {
    this.waiting = waiting;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name("parley-work-" + NUMBER.incrementAndGet())
                    .unstarted(work));
    this.threads.allowCoreThreadTimeOut(true);
  }

  /// Has `work` done soon; false if too much waits already, or after [#close].
  boolean offer(Runnable work) {
    try {
      threads.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    } catch (OutOfMemoryError e) {
      if (Accidents.isFullHeap(e)) {
        throw e;
      }
      return false; // the system gives no thread
    }
  }

  /// Why [#offer] says no: [CloseReason#BUSY], or [CloseReason#SHUTDOWN] after [#close].
  CloseReason refusal() {
    return threads.isShutdown() ? CloseReason.SHUTDOWN : CloseReason.BUSY;
  }

  /// [#refusal] as a sentence.
  String refusalSentence() {
    return threads.isShutdown()
        ? "our side was closed"
        : waiting + " others wait for certificates and keys to be looked at; that is the most";
  }

  /// What waits is dropped; what is under way goes on and its result is not looked at.
  @Override
  public void close() {
    var _ = threads.shutdownNow();
  }
}
