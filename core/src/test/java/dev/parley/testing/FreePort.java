package dev.parley.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port for programs that cannot listen on port 0: a tool that does not report its actual port,
/// or a server that starts after its client.
///
/// It is free for TCP and UDP at every address, and it stays free: it is below the system's
/// ephemeral ports (from 32768 on Linux, from 49152 elsewhere), so that no other socket gets it by
/// chance. A test that needs a port without a listener uses a [ClosedPort].
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int TRIES = 1_000;

  private FreePort() {}

  /// Returns a free port.
  public static int find() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("all ports are taken");
  }

  private static boolean isFree(int port) throws IOException {
    InetSocketAddress any = new InetSocketAddress(port);
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(null)) {
      tcp.bind(any);
      udp.bind(any);
      return true;
    } catch (BindException e) {
      return false;
    }
  }
}
