package dev.parley.cli.serve;

import dev.parley.Server;
import dev.parley.cli.command.Signals;

/// Loads what a server needs of the JDK on a thread of its own, while the main thread declares and
/// reads the options: its sockets, and the class that handles signals. With two processors the
/// server is ready some 5 ms earlier.
public final class EarlyStart {
  private static final Thread THREAD =
      Thread.ofPlatform().name("parley-early-start").daemon().unstarted(EarlyStart::load);

  private EarlyStart() {}

  /// Begins. To be called once in a process.
  public static void begin() {
    THREAD.start();
  }

  /// Blocks until everything that [#begin] opened is closed again; returns at once if it was not
  /// called. The server counts the open files of the process.
  static void await() throws InterruptedException {
    THREAD.join();
  }

  private static void load() {
    Server.prepare();
    Signals.prepare();
  }
}
