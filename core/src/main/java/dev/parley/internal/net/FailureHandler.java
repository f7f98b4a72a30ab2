package dev.parley.internal.net;

import dev.parley.limit.Clock;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What becomes of accidents that no session is to blame for, on whichever of our threads they
/// happen: they are reported, and the thread goes on. When the heap is full, memory comes first:
///
/// ```
///   an OutOfMemoryError ─▶ the reserve is let go ─▶ loops have sessions leave, without allocating
///     ─▶ no other error for a quarter of a second: the reserve is taken again, and it is reported
///             └── another error: more sessions leave, in the end all that hold anything; after two
///                 seconds it cannot be survived, and what the embedder gave for that is called
/// ```
///
/// Neither can a class be survived that was first used without memory: the JVM gives it up for
/// good.
///
/// An error for want of something else (threads, memory outside the heap, one array too large for a
/// heap that has room) is reported as any defect: there is memory to do that with, and nothing that
/// sessions hold would help. Safe for any thread.
///
/// All that runs without memory has run once before. The first run of code takes memory by itself:
/// a string in it is made then, and a class that it names is looked for.
public final class FailureHandler {
  private static final long TRY_NANOS = 250_000_000;

  private static final long WAIT_NANOS = 20_000_000;

  /// A lack of memory that lasts for so many tries is not survived.
  private static final int MOST_TRIES = 8;

  /// A heap of which less than this part is free is full.
  private static final int FULL = 8;

  /// The part of the heap that is kept for the time after it was full, and its bounds.
  private static final int RESERVED = 64;

  private static final int LEAST_RESERVE = 1 << 18;
  private static final int MOST_RESERVE = 1 << 22;

  /// Is told of a heap that was full and is no longer.
  @FunctionalInterface
  public interface Recovery {
    /// All is well again.
    ///
    /// @param errors how many errors of the kind there were
    /// @param sessions how many sessions had to leave
    /// @param bytes what they held, as far as it is counted
    void over(int errors, long sessions, long bytes);
  }

  private final Clock clock;
  private final Consumer<Throwable> defect;
  private final Recovery recovery;
  private volatile Runnable unsurvivable = () -> {};
  private final int size;
  private volatile EventLoop[] loops = {};
  private volatile byte @Nullable [] reserve;

  /// Errors so far, also those that were reported.
  private final AtomicInteger errors = new AtomicInteger();

  private final AtomicBoolean isLost = new AtomicBoolean();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  // Written by the thread that has set isTrying, and triedAt also by the one that lets the reserve
  // go.
  private final AtomicBoolean isTrying = new AtomicBoolean();
  private volatile long triedAt;
  private volatile int tries;
  private volatile int errorsBefore;
  private volatile int errorsTold;

  /// Takes its reserve at once.
  ///
  /// @param defect is told of an accident that was survived
  /// @param recovery is told of a full heap that was survived
  public FailureHandler(Clock clock, Consumer<Throwable> defect, Recovery recovery) {
    this.clock = clock;
    this.defect = defect;
    this.recovery = recovery;
    this.size =
        Math.clamp(Runtime.getRuntime().maxMemory() / RESERVED, LEAST_RESERVE, MOST_RESERVE);
    this.reserve = new byte[size];
    boolean _ = isFullHeap(new OutOfMemoryError("a rehearsal"));
    boolean _ = isLostClass(new NoClassDefFoundError("a rehearsal"));
    rest(0);
  }

  /// Has the sessions of these loops leave when there is no memory.
  ///
  /// @param lost called when a full heap is not survived, on the thread that finds it so; there may
  ///   be no memory to run it with. If it throws, it is called again, otherwise no more
  public void watch(Collection<EventLoop> all, Runnable lost) {
    unsurvivable = lost;
    loops = all.toArray(EventLoop[]::new);
  }

  /// Something was thrown and caught on one of our threads. Throws nothing.
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

  /// Something was thrown that is reported elsewhere, by code of the embedder's say: if it says
  /// that a class was lost to a full heap, this process cannot go on. Throws nothing.
  public void endIfLost(Throwable cause) {
    if (isLostClass(cause)) {
      lose();
    }
  }

  /// True if a class was first used when the heap was full: the JVM never tries again. It keeps the
  /// reason, unless there was no memory for that either. Allocates nothing.
  private boolean isLostClass(Throwable cause) {
    if (!(cause instanceof NoClassDefFoundError)) {
      return false;
    }
    if (cause.getCause() == null) {
      String message = cause.getMessage();
      return errors.get() > 0 && message != null && message.startsWith("Could not initialize");
    }
    return cause.getCause() instanceof ExceptionInInitializerError first
        && first.getMessage() != null
        && first.getMessage().contains("OutOfMemoryError");
  }

  /// Calls what the embedder gave for that, until it was called without an error.
  private void lose() {
    if (isLost.compareAndSet(false, true)) {
      try {
        unsurvivable.run();
      } catch (Throwable e) {
        isLost.set(false);
      }
    }
  }

  /// True if `cause` says that the heap is full. Allocates nothing.
  public static boolean isFullHeap(Throwable cause) {
    if (!(cause instanceof OutOfMemoryError)) {
      return false;
    }
    String message = cause.getMessage();
    if (message != null && message.startsWith("GC overhead")) {
      return true;
    }
    if (message != null && !message.startsWith("Java heap")) {
      return false;
    }
    Runtime runtime = Runtime.getRuntime();
    long most = runtime.maxMemory();
    return most - runtime.totalMemory() + runtime.freeMemory() < most / FULL;
  }

  private void full() {
    try {
      letGo();
    } catch (Throwable e) {
      // The next error tries again.
    }
  }

  private void letGo() {
    if (reserve != null) {
      triedAt = clock.nanos();
      reserve = null;
    }
    int _ = errors.incrementAndGet();
    for (EventLoop loop : loops) {
      loop.wake();
    }
  }

  /// Runs `task`, and again as long as there is no memory for it: for a thread of ours that may
  /// wait and has something to hand over that is lost otherwise.
  public void insist(Runnable task) {
    while (true) {
      try {
        task.run();
        return;
      } catch (OutOfMemoryError e) {
        if (!isFullHeap(e)) {
          throw e;
        }
        full();
        rest(WAIT_NANOS);
      }
    }
  }

  private void rest(long nanos) {
    LockSupport.parkNanos(this, nanos);
  }

  /// How often the heap was full: when it changes, sessions must leave.
  int errors() {
    return errors.get();
  }

  /// What a loop may keep of what its sessions hold.
  long keeps(long held) {
    return tries < 2 ? held / 2 : 0;
  }

  /// Sessions had to leave.
  void shed(int count, long held) {
    long _ = sessions.addAndGet(count);
    long _ = bytes.addAndGet(held);
  }

  /// True from a full heap on until it is survived: [#recover] is to be called some times a second.
  boolean isShort() {
    return reserve == null;
  }

  /// Looks whether all is well again. Throws nothing.
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
    recovery.over(now - errorsTold, left, held);
    long _ = sessions.addAndGet(-left);
    long _ = bytes.addAndGet(-held);
    errorsTold = now;
    tries = 0;
    reserve = again;
  }

  private void notYet() {
    int now = tries + 1;
    tries = now;
    if (now >= MOST_TRIES) {
      lose();
    }
  }
}
