package dev.parley.cli.io;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.Halt;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Halts the process with 70 and a sentence when there is no memory to go on with, so that what
/// supervises it starts it again.
///
/// ```
///   the memory stays full, says the engine ──┐
///   it stays full, finds the watch ──────────┼─▶ a sentence, for a second at most ─▶ halt
///   a lack of memory has ended a thread ─────┘
/// ```
///
/// The watch is a thread that waits for a soft reference to be cleared, which the JVM does before
/// it throws an `OutOfMemoryError` on any thread. Then it tries to get memory, until it has some or
/// has tried often enough. It is independent of all other threads, which may be unable to tell of
/// an error: the first run of code takes memory, and where there is none, even a `catch` may fail.
/// That is also why all that runs here has run once before, in [#install].
///
/// No shutdown hook runs, since it would wait for what has no memory either. The sentence is
/// written, and a terminal given back, by a thread of its own, since stderr may be a stalled pipe.
/// The JVM's own `-XX:+ExitOnOutOfMemoryError` is no choice: it ends the process with the first
/// error, also with one that costs a session and no more.
public final class FullMemory implements Runnable, UncaughtExceptionHandler {
  /// Stderr may take a second.
  private static final int MOST_WAITS = 100;

  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// A second more than the engine takes to have all sessions leave that hold something, and to
  /// give up.
  private static final int MOST_TRIES = 12;

  /// What a read of the engine needs.
  private static final int TRY_BYTES = 1 << 16;

  private static final byte[] STAYS_FULL =
      sentence("the memory is full and stays so; ends with 70");

  private static final byte[] HEAP =
      sentence("a part of the program found no memory and cannot go on; ends with 70");

  private static final byte[] THREADS =
      sentence("the system gives this process no more threads; ends with 70");

  private static final byte[] LOST_CLASS =
      sentence("a part of the program could not be loaded and cannot go on; ends with 70");

  private static final FullMemory OF_THIS_PROCESS = new FullMemory();

  private final FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
  private final ReferenceQueue<Object> cleared = new ReferenceQueue<>();
  private volatile SoftReference<Object> canary = new SoftReference<>(new Object(), cleared);

  private final Thread speaker =
      Thread.ofPlatform().name("parley-last-words").daemon().unstarted(this::speak);

  /// Is thrown and caught in a rehearsal, which halts nothing.
  private final OutOfMemoryError rehearsed = new OutOfMemoryError("a rehearsal");

  private volatile byte @Nullable [] lastWords;
  private volatile boolean isSaid;

  /// What a try has got.
  @SuppressWarnings("UnusedVariable") // written so that no compiler leaves the try out
  private volatile byte @Nullable [] got;

  private FullMemory() {}

  private static byte[] sentence(String text) {
    return ("parley: " + text + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// What ends this process. Its [#run] is for the engine.
  public static FullMemory ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /// From now on the process ends if its memory stays full, or if a lack of it ends a thread. To be
  /// called once.
  public void install() {
    // A hook is the only way to have the JDK load what it ends a process with.
    Thread hook = Thread.ofPlatform().unstarted(() -> {});
    Runtime.getRuntime().addShutdownHook(hook);
    boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    write(STAYS_FULL, 0);
    Halt.giveBackTerminal();
    boolean _ = isFree(rehearsed);
    boolean _ = isArmed(rehearsed);
    speaker.start();
    Thread.ofPlatform().name("parley-memory").daemon().start(this::watch);
    boolean _ = canary.enqueue(); // a first round
    Thread.setDefaultUncaughtExceptionHandler(this);
    Thread current = Thread.currentThread();
    current.getUncaughtExceptionHandler().uncaughtException(current, rehearsed);
  }

  /// The memory stays full.
  @Override
  public void run() {
    halt(STAYS_FULL, false);
  }

  /// Ends the process if it is for want of memory that `thread` has ended; otherwise tells of it as
  /// the JVM does.
  @Override
  @SuppressWarnings("ReferenceEquality") // there is one rehearsed error
  public void uncaughtException(Thread thread, Throwable cause) {
    if (ends(cause)) {
      boolean isRehearsed = cause == rehearsed;
      traceIfAsked(cause, isRehearsed);
      halt(sentence(cause), isRehearsed);
      return;
    }
    System.err.print("Exception in thread \"" + thread.getName() + "\" ");
    cause.printStackTrace();
  }

  private static void traceIfAsked(Throwable cause, boolean isRehearsed) {
    try {
      if (Failure.showsTraces() && !isRehearsed) {
        cause.printStackTrace();
      }
    } catch (Throwable e) {
      // There is no memory for it.
    }
  }

  /// True for errors that come of a lack of memory: what they end does not come back.
  private static boolean ends(Throwable cause) {
    return cause instanceof OutOfMemoryError || cause instanceof LinkageError;
  }

  private static byte[] sentence(Throwable cause) {
    if (cause instanceof LinkageError) {
      return LOST_CLASS;
    }
    String message = cause.getMessage();
    return message != null && message.startsWith("unable to create") ? THREADS : HEAP;
  }

  private void halt(byte[] sentence, boolean isRehearsed) {
    try {
      lastWords = isRehearsed ? null : sentence;
      LockSupport.unpark(speaker);
      for (int i = isRehearsed ? MOST_WAITS - 1 : 0; i < MOST_WAITS && !isSaid; i++) {
        LockSupport.parkNanos(this, isRehearsed ? 1 : WAIT_NANOS);
      }
    } finally {
      if (!isRehearsed) {
        Runtime.getRuntime().halt(ExitCode.DEFECT);
      }
    }
  }

  private void speak() {
    byte[] words = lastWords;
    while (words == null) {
      LockSupport.park(this);
      words = lastWords;
    }
    write(words, words.length);
    Halt.giveBackTerminal();
    isSaid = true;
  }

  private void write(byte[] bytes, int length) {
    try {
      stderr.write(bytes, 0, length);
    } catch (Throwable e) {
      // Nobody reads it, or there is no memory for the exception that says so.
    }
  }

  // The watch.

  private void watch() {
    while (true) {
      try {
        var _ = cleared.remove();
      } catch (InterruptedException e) {
        continue; // nobody does that
      }
      do {
        if (staysFull()) {
          halt(STAYS_FULL, false);
        }
      } while (!isArmed(null));
    }
  }

  private boolean isArmed(@Nullable OutOfMemoryError thrown) {
    try {
      if (thrown != null) {
        throw thrown;
      }
      canary = new SoftReference<>(new Object(), cleared);
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private boolean staysFull() {
    for (int i = 0; i < MOST_TRIES; i++) {
      if (isFree(null)) {
        return false;
      }
      LockSupport.parkNanos(this, TRY_NANOS);
    }
    return true;
  }

  private boolean isFree(@Nullable OutOfMemoryError thrown) {
    try {
      if (thrown != null) {
        throw thrown;
      }
      got = new byte[TRY_BYTES];
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    } finally {
      got = null;
    }
  }
}
