package dev.parley.cli;

import dev.parley.cli.serve.ServeCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/// `parley` in a process in which another part fills the memory or ends a thread on request, over a
/// connection to the port of the property `control.port`. Run by [FullMemoryRun].
public final class FullMemoryProgram {
  /// Fills the memory for good.
  static final char FILL = 'f';

  /// Fills the memory once the server has started, releases it and answers with this. Not earlier,
  /// because a start without memory may fail.
  static final char FILL_FOR_A_MOMENT = 'm';

  /// Ends a thread as the JDK does when the system refuses another thread.
  static final char NO_THREAD = 't';

  /// Ends a thread with a class that could not be loaded.
  static final char LOST_CLASS = 'l';

  /// Ends a thread with a defect.
  static final char DEFECT = 'd';

  private static final int LARGEST = 1 << 20;
  private static final int SMALLEST = 16;
  private static final Object[] NOTHING = {};
  private static volatile Object[] chain = NOTHING;

  private FullMemoryProgram() {}

  /// Runs `parley` with these arguments.
  public static void main(String[] args) throws IOException {
    Socket control =
        new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger("control.port", 0));
    boolean _ = isFull(SMALLEST, new OutOfMemoryError("a rehearsal"));
    Thread main = Thread.currentThread();
    Thread.ofPlatform().daemon().start(() -> obey(control, main));
    Main.main(args);
  }

  private static void obey(Socket control, Thread main) {
    try {
      for (int wish = control.getInputStream().read();
          wish >= 0;
          wish = control.getInputStream().read()) {
        switch ((char) wish) {
          case FILL -> fill(true);
          case FILL_FOR_A_MOMENT -> {
            awaitStarted(main);
            fill(false);
          }
          case NO_THREAD -> end(new OutOfMemoryError("unable to create native thread: possibly"));
          case LOST_CLASS -> end(new NoClassDefFoundError("Could not initialize class some.Name"));
          default -> end(new IllegalStateException("a thread's own defect"));
        }
        control.getOutputStream().write(wish);
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void awaitStarted(Thread main) {
    while (!(LockSupport.getBlocker(main) instanceof ServeCommand)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /// Fills the memory. Each failed allocation costs a few collections, a tenth of a second on a
  /// busy machine, so a fill for a moment stops after four.
  private static void fill(boolean isForGood) {
    int size = LARGEST;
    while (isForGood || size >= SMALLEST) {
      if (isFull(Math.max(size, SMALLEST), null)) {
        size /= 32;
      }
    }
    chain = NOTHING;
  }

  private static boolean isFull(int size, OutOfMemoryError rehearsed) {
    try {
      if (rehearsed != null) {
        throw rehearsed;
      }
      chain = new Object[] {chain, new byte[size]};
      return false;
    } catch (OutOfMemoryError e) {
      LockSupport.parkNanos(1);
      return true;
    }
  }

  private static void end(Throwable cause) {
    Thread.ofPlatform().start(() -> FullMemoryProgram.<RuntimeException>raise(cause));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // any may end a thread
  private static <T extends Throwable> void raise(Throwable cause) throws T {
    throw (T) cause;
  }
}
