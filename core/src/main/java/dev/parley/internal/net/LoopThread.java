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
      mayBeBound();
      return Thread.ofVirtual()
          .name(name)
          .unstarted(() -> ScopedValue.where(RUNNING, Thread.currentThread()).run(loop));
    }
  };

  /// The virtual thread of a loop, on that thread. Threads that inherit it are others.
  private static final ScopedValue<Thread> RUNNING = ScopedValue.newInstance();

  /// True once [#refuse] has to look at what is bound, which most programs need not pay for at
  /// every message.
  private static volatile boolean mayBeBound;

  private static final class OfLoop extends Thread {
    OfLoop(String name, Runnable loop) {
      super(loop, name);
      setDaemon(true);
    }
  }

  /// Returns a thread of this kind that will run `loop`.
  abstract Thread unstarted(String name, Runnable loop);

  /// Announces that loops may run on threads of another type than [#PLATFORM]'s. Called before the
  /// first of them does.
  public static void mayBeBound() {
    mayBeBound = true;
  }

  /// Refuses a call that may wait if this is the thread of an event loop, of any server or client:
  /// all sessions of that loop would wait with it, perhaps for ever.
  ///
  /// @param call the name of the method
  /// @throws IllegalStateException if it is
  public static void refuse(String call) {
    Thread current = Thread.currentThread();
    if (current instanceof OfLoop || (mayBeBound && isBoundTo(current))) {
      throw new IllegalStateException(
          call
              + " may wait, and "
              + current.getName()
              + " is the thread of an event loop, which never does: call it from a conversation"
              + " or from a thread of your own");
    }
  }

  private static boolean isBoundTo(Thread current) {
    return (RUNNING.isBound() && RUNNING.get().equals(current)) || Host.current().isInTurn();
  }
}
