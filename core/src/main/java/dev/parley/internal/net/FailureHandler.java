package dev.parley.internal.net;

import dev.parley.limit.Clock;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Handles failures for which no session is to blame, on any of our threads: reports them, and the
/// thread goes on. When the heap is full, memory comes first:
///
/// ```
///   an OutOfMemoryError ─▶ the reserve is released ─▶ loops close sessions, without allocating
///     ─▶ no other error for a quarter of a second: the reserve is taken again, a report
///             └── another error: more sessions are closed, in the end all that hold memory;
///                 after two seconds the embedder's callback is called: no recovery
/// ```
///
/// The process cannot recover either from a class that was first used without memory: the JVM never
/// initializes it again.
///
/// An error for lack of something else (threads, memory outside the heap, one array too large for a
/// heap that has room) is reported like any defect: there is memory for that, and closing sessions
/// would not help. Safe for any thread.
///
/// All code that runs without memory has run once before. The first run of code allocates by
/// itself: its string constants are created then, and its classes are resolved.
public final class FailureHandler {
  private static final long TRY_NANOS = 250_000_000;

  private static final long WAIT_NANOS = 20_000_000;

  /// The process gives up when a lack of memory lasts for this many tries.
  private static final int MAX_TRIES = 8;

  /// The heap counts as full when less than this fraction of it is free (1/8).
  private static final int FULL = 8;

  /// The fraction of the heap that is reserved for recovery (1/64), and its bounds in bytes.
  private static final int RESERVED = 64;

  private static final int MIN_RESERVE = 1 << 18;
  private static final int MAX_RESERVE = 1 << 22;

  /// Is notified when the heap was full and no longer is.
  @FunctionalInterface
  public interface Recovery {
    /// The process has recovered.
    ///
    /// @param errors the number of out-of-memory errors
    /// @param sessions the number of sessions that were closed
    /// @param bytes the bytes that they held, as far as counted
    void over(int errors, long sessions, long bytes);
  }

  private final Clock clock;
  private final Consumer<Throwable> defect;
  private final Recovery recovery;
  private volatile Runnable unsurvivable = () -> {};
  private final int size;
  private volatile EventLoop[] loops = {};
  private volatile byte @Nullable [] reserve;

  /// The number of errors so far, including those already reported.
  private final AtomicInteger errors = new AtomicInteger();

  private final AtomicBoolean isLost = new AtomicBoolean();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  // Written by the thread that has set isTrying; triedAt also by the thread that releases the
  // reserve.
  private final AtomicBoolean isTrying = new AtomicBoolean();
  private volatile long triedAt;
  private volatile int tries;
  private volatile int errorsBefore;
  private volatile int reportedErrors;

  /// Creates a handler and allocates its reserve at once.
  ///
  /// @param defect is called for a failure that was survived
  /// @param recovery is called after a full heap that was survived
  public FailureHandler(Clock clock, Consumer<Throwable> defect, Recovery recovery) {
    this.clock = clock;
    this.defect = defect;
    this.recovery = recovery;
    this.size = Math.clamp(Runtime.getRuntime().maxMemory() / RESERVED, MIN_RESERVE, MAX_RESERVE);
    this.reserve = new byte[size];
    boolean _ = isFullHeap(new OutOfMemoryError("a rehearsal"));
    boolean _ = isFullHeap(new OutOfMemoryError("Java heap: a rehearsal"));
    NoClassDefFoundError lost = new NoClassDefFoundError("a rehearsal");
    boolean _ = isLostClass(lost);
    boolean _ = isLostClass(lost.initCause(new ExceptionInInitializerError("a rehearsal")));
    rest(0);
  }

  /// Sets the loops that must close sessions when there is no memory.
  ///
  /// @param lost called when the process cannot recover from a full heap, on the thread that finds
  ///   out; there may be no memory to run it with. If it throws, it is called again, otherwise only
  ///   once
  public void watch(Collection<EventLoop> all, Runnable lost) {
    unsurvivable = lost;
    loops = all.toArray(EventLoop[]::new);
  }

  /// Handles a throwable that was caught on one of our threads. Throws nothing.
  public void happened(Throwable cause) {
    try {
      if (isFullHeap(cause)) {
        full();
      } else {
        defect.accept(cause);
      }
    } catch (Throwable e) {
      if (isFullHeap(e)) {
        full();
      }
    }
    endIfLost(cause);
  }

  /// Checks a throwable that is reported elsewhere, from code that the embedder supplied: if it
  /// says that a class was lost to a full heap, this process cannot go on. Throws nothing.
  public void endIfLost(Throwable cause) {
    if (isLostClass(cause)) {
      lose();
    }
  }

  /// Returns true if a class was first used when the heap was full: the JVM never tries again. It
  /// keeps the reason, unless there was no memory for that either. Allocates nothing.
  private boolean isLostClass(Throwable cause) {
    if (!(cause instanceof NoClassDefFoundError)) {
      return false;
    }
    if (cause.getCause() == null) {
      String message = cause.getMessage();
      return message != null && message.startsWith("Could not initialize") && errors.get() > 0;
    }
    return cause.getCause() instanceof ExceptionInInitializerError first
        && first.getMessage() != null
        && first.getMessage().contains("OutOfMemoryError");
  }

  /// Calls the embedder's callback, until a call returns without an error.
  private void lose() {
    if (isLost.compareAndSet(false, true)) {
      try {
        unsurvivable.run();
      } catch (Throwable e) {
        isLost.set(false);
      }
    }
  }

  /// Returns true if `cause` says that the heap is full. Allocates nothing.
  public static boolean isFullHeap(Throwable cause) {
    if (!(cause instanceof OutOfMemoryError)) {
      return false;
    }
    String message = cause.getMessage();
    if (message != null && message.startsWith("GC overhead")) {
      return true;
    }
    if (!isOfHeap(cause)) {
      return false;
    }
    Runtime runtime = Runtime.getRuntime();
    long max = runtime.maxMemory();
    return max - runtime.totalMemory() + runtime.freeMemory() < max / FULL;
  }

  /// Returns true if `cause`, an [OutOfMemoryError], is about the heap, full or not.
  private static boolean isOfHeap(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.startsWith("Java heap") || message.startsWith("GC overhead");
  }

  private void full() {
    try {
      releaseReserve();
    } catch (Throwable e) {
      // The next error tries again.
    }
  }

  private void releaseReserve() {
    if (reserve != null) {
      triedAt = clock.nanos();
      reserve = null;
    }
    int _ = errors.incrementAndGet();
    for (EventLoop loop : loops) {
      loop.wake();
    }
  }

  /// Runs `task`, and repeats it as long as the heap has no memory for it, even if it has some
  /// again when that is noticed: for a thread of ours that may block and must not lose what it
  /// hands over. The task allocates no large arrays.
  public void insist(Runnable task) {
    while (true) {
      try {
        task.run();
        return;
      } catch (OutOfMemoryError e) {
        if (!isOfHeap(e)) {
          throw e;
        }
        if (isFullHeap(e)) {
          full();
        }
        rest(WAIT_NANOS);
      }
    }
  }

  private void rest(long nanos) {
    LockSupport.parkNanos(this, nanos);
  }

  /// Returns how often the heap was full: when the number changes, sessions must be closed.
  int errors() {
    return errors.get();
  }

  /// Returns how many of the `held` bytes the sessions of a loop may keep.
  long keeps(long held) {
    return tries < 2 ? held / 2 : 0;
  }

  /// Counts sessions that were closed for lack of memory, and the bytes that they held.
  void shed(int count, long held) {
    long _ = sessions.addAndGet(count);
    long _ = bytes.addAndGet(held);
  }

  /// Returns true from a full heap on until recovery: [#recover] must be called several times a
  /// second.
  boolean isShort() {
    return reserve == null;
  }

  /// Checks whether the process has recovered. Throws nothing.
  void recover() {
    if (reserve != null
        || clock.nanos() - triedAt < TRY_NANOS
        || !isTrying.compareAndSet(false, true)) {
      return;
    }
    try {
      triedAt = clock.nanos();
      int now = errors.get();
      boolean isQuiet = now == errorsBefore;
      errorsBefore = now;
      if (isQuiet) {
        recovered(now);
      } else {
        notYet();
      }
    } catch (Throwable e) {
      errorsBefore = errors.incrementAndGet();
      notYet();
    } finally {
      isTrying.set(false);
    }
  }

  private void recovered(int now) {
    byte[] again = new byte[size];
    long left = sessions.get();
    long held = bytes.get();
    recovery.over(now - reportedErrors, left, held);
    long _ = sessions.addAndGet(-left);
    long _ = bytes.addAndGet(-held);
    reportedErrors = now;
    tries = 0;
    reserve = again;
  }

  private void notYet() {
    int now = tries + 1;
    tries = now;
    if (now >= MAX_TRIES) {
      lose();
    }
  }
}
