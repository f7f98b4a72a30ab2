package dev.parley.cli.serve;

import dev.parley.cli.command.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/// Loads what a server needs of the JDK on a thread of its own, while the main thread declares and
/// reads the options: the first socket of a process loads libraries and asks the system about IPv6,
/// and the class that handles signals is generated. With two processors the server is ready some 5
/// ms earlier.
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
    try (Selector _ = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      // The server will see it too, and says so.
    }
    Signals.prepare();
  }
}
