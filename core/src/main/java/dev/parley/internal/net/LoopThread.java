package dev.parley.internal.net;

/// The kinds of thread that run event loops. Both are daemons.
///
/// Any loop's thread is told from a thread that may wait by [#refuse]: a platform thread by its
/// type, a virtual one by what is bound on it. The virtual thread of a conversation is neither,
/// even while a loop carries it.
public enum LoopThread {
  /// A thread of the system, which nothing but its loop uses.
  PLATFORM {
    @Override
    Thread unstarted(String name, Runnable loop) {
      return new OfLoop(name, loop);
    }
  },

  /// A virtual thread, which shares the JDK's carriers with all others of the program.
  VIRTUAL {
    @Override
    Thread unstarted(String name, Runnable loop) {
      return Thread.ofVirtual()
          .name(name)
          .unstarted(() -> ScopedValue.where(RUNNING, Thread.currentThread()).run(loop));
    }
  };

  /// The virtual thread of a loop, on that thread. Threads that inherit it are others.
  private static final ScopedValue<Thread> RUNNING = ScopedValue.newInstance();

  private static final class OfLoop extends Thread {
    OfLoop(String name, Runnable loop) {
      super(loop, name);
      setDaemon(true);
    }
  }

  /// Returns a thread of this kind that will run `loop`.
  abstract Thread unstarted(String name, Runnable loop);

  /// Refuses a call that may wait if this is the thread of an event loop, of any server or client:
  /// all sessions of that loop would wait with it, perhaps for ever.
  ///
  /// @param call the name of the method
  /// @throws IllegalStateException if it is
  public static void refuse(String call) {
    Thread current = Thread.currentThread();
    if (isOfLoop(current) || Host.current().isInTurn()) {
      throw new IllegalStateException(
          call
              + " may wait, and "
              + current.getName()
              + " is the thread of an event loop, which never does: call it from a conversation"
              + " or from a thread of your own");
    }
  }

  private static boolean isOfLoop(Thread current) {
    return current instanceof OfLoop || (RUNNING.isBound() && RUNNING.get().equals(current));
  }
}
