package dev.parley;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The shutdown of a server at the end of its process, see [Server#shutdownOnExit]. The JVM keeps
/// its hooks, and with them what they use, until the process ends; so a server that has closed
/// removes its own. Safe for any thread.
final class ExitHook {
  private final Server server;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private @Nullable Thread hook;
  private boolean isOver;

  private volatile Duration grace = Duration.ZERO;

  ExitHook(Server server) {
    this.server = server;
  }

  /// Shuts the server down at the end of the process; later calls only change the grace.
  void set(Duration grace) {
    this.grace = grace;
    lock.lock();
    try {
      if (hook == null && !isOver) {
        Thread added = Thread.ofPlatform().name("parley-exit").unstarted(this::shutdown);
        Runtime.getRuntime().addShutdownHook(added);
        hook = added;
      }
    } catch (IllegalStateException e) {
      // The process is ending already, and takes no more hooks.
    } finally {
      lock.unlock();
    }
  }

  /// The server has closed.
  void remove() {
    lock.lock();
    try {
      isOver = true;
      if (hook != null) {
        boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
        hook = null;
      }
    } catch (IllegalStateException e) {
      // The process is ending: this may be its own thread.
    } finally {
      lock.unlock();
    }
  }

  /// The process must not end before the server has closed, whichever thread closes it. It must end
  /// even if that thread is stuck, in a consumer of events that calls `System.exit` for example: so
  /// it is never this one.
  private void shutdown() {
    try {
      boolean _ = server.awaitFinished(grace);
      Thread.ofPlatform().name("parley-close").daemon().start(server::close);
      server.awaitOtherClose();
    } catch (InterruptedException e) {
      server.close();
    }
  }
}
