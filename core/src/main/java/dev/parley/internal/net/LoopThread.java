package dev.parley.internal.net;

/// The thread of an event loop. Its type is what tells any loop from a thread that may wait: the
/// virtual thread of a conversation is not one, even while a loop carries it.
public final class LoopThread extends Thread {
  LoopThread(String name, Runnable loop) {
    super(loop, name);
    setDaemon(true);
  }

  /// Refuses a call that may wait if this is the thread of an event loop, of any server or client:
  /// all sessions of that loop would wait with it, perhaps for ever.
  ///
  /// @param call the name of the method
  /// @throws IllegalStateException if it is
  public static void refuse(String call) {
    Thread current = Thread.currentThread();
    if (current instanceof LoopThread || Host.current().isInTurn()) {
      throw new IllegalStateException(
          call
              + " may wait, and "
              + current.getName()
              + " is the thread of an event loop, which never does: call it from a conversation"
              + " or from a thread of your own");
    }
  }
}
