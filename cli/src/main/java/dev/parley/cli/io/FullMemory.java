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

/// Halts the process with exit code 70 and a message when it runs out of memory, so that its
/// supervisor restarts it.
///
/// ```
///   the engine reports that memory stays full ──┐
///   the watch finds that it stays full ─────────┼─▶ a message, for a second at most ─▶ halt
///   a lack of memory has ended a thread ────────┘
/// ```
///
/// The watch is a thread that waits for a soft reference to be cleared, which the JVM does before
/// it throws an `OutOfMemoryError` on any thread. Then the watch tries to allocate until it
/// succeeds or has tried often enough. It does not depend on other threads, which may be unable to
/// report an error: running code for the first time takes memory, and without any, even a `catch`
/// may fail. That is also why all code that runs here has run once before, in [#install].
///
/// No shutdown hook runs, since hooks would wait for things that have no memory either. A separate
/// thread writes the message and restores the terminal, since stderr may be a stalled pipe. The
/// JVM's own `-XX:+ExitOnOutOfMemoryError` is no alternative: it ends the process with the first
/// error, also with one that would cost only a session.
public final class FullMemory implements Runnable, UncaughtExceptionHandler {
  /// The maximum number of waits for a write to stderr, each of WAIT_NANOS: one second in all.
  private static final int MAX_WAITS = 100;

  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// The maximum number of attempts to allocate, TRY_NANOS apart: in all, a second more than the
  /// engine takes to close all sessions that hold memory, and to give up.
  private static final int MAX_TRIES = 12;

  /// The size of a read of the engine.
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

  /// Thrown and caught in a rehearsal, which halts nothing.
  private final OutOfMemoryError rehearsed = new OutOfMemoryError("a rehearsal");

  private volatile byte @Nullable [] lastWords;
  private volatile boolean isSaid;

  /// The result of a trial allocation.
  @SuppressWarnings("UnusedVariable") // written so that no compiler removes the trial
  private volatile byte @Nullable [] got;

  private FullMemory() {}

  private static byte[] sentence(String text) {
    return ("parley: " + text + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// Returns the instance of this process. Its [#run] is for the engine.
  public static FullMemory ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /// Starts the watch: from now on the process ends if its memory stays full, or if a lack of
  /// memory ends a thread. To be called once.
  public void install() {
    // A hook is the only way to make the JDK load the classes that it needs to end a process.
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

  /// Halts the process because its memory stays full.
  @Override
  public void run() {
    halt(STAYS_FULL, false);
  }

  /// Ends the process if `thread` died for lack of memory; otherwise reports the error as the JVM
  /// does.
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

  /// True for errors caused by a lack of memory: the thread or class that they end is lost for
  /// good.
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
      for (int i = isRehearsed ? MAX_WAITS - 1 : 0; i < MAX_WAITS && !isSaid; i++) {
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
        continue; // nobody interrupts this thread
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
    for (int i = 0; i < MAX_TRIES; i++) {
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
