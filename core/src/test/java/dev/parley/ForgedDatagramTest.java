package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.limit.Limits;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Datagrams with forged senders, sent with a raw socket. Skipped if this user may not open one.
/// All senders are addresses of this machine, so that no answer leaves it.
class ForgedDatagramTest {
  /// Sends the given number of datagrams, each from another address.
  private static final String FORGER =
      """
      import socket, struct, sys
      port, count = int(sys.argv[1]), int(sys.argv[2])
      try:
          raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
      except PermissionError:
          sys.exit(77)
      here = socket.inet_aton("127.0.0.1")
      for i in range(count):
          sender = struct.pack("!I", 0x7f100000 + i)
          udp = struct.pack("!HHHH", 1024 + i % 60000, port, 9, 0) + b"x"
          ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 29, 0, 0, 64, 17, 0, sender, here)
          raw.sendto(ip + udp, ("127.0.0.1", port))
      """;

  private static final int FORGED = 20_000;
  private static final int TALKERS = 20;

  private static Process forge(int port, int count) throws IOException {
    return new ProcessBuilder("python3", "-c", FORGER, "" + port, "" + count)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean mayForge() throws InterruptedException {
    try {
      return forge(9, 0).waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void talk(DatagramSocket talker, int port) throws IOException {
    byte[] bytes = "hello".getBytes(UTF_8);
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    talker.send(new DatagramPacket(bytes, bytes.length, here, port));
  }

  @Test
  void peersThatTalkStayInAFlood() throws Exception {
    assumeTrue(mayForge(), "needs python3 and a raw socket");
    EventRecorder events = new EventRecorder();
    Set<String> talkers = new HashSet<>();
    DatagramSocket[] sockets = new DatagramSocket[TALKERS];
    try (Server server =
        Server.builder()
            .listen("udp://127.0.0.1:0")
            .handler((session, message) -> session.send(message))
            .limits(Limits.defaults().withMaxSessions(200))
            .events(events)
            .loops(1)
            .start()) {
      int port = server.address().port();
      for (int i = 0; i < TALKERS; i++) {
        sockets[i] = new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        sockets[i].setSoTimeout(Wait.MILLIS);
        talkers.add("127.0.0.1:" + sockets[i].getLocalPort());
        for (int twice = 0; twice < 2; twice++) {
          talk(sockets[i], port);
          sockets[i].receive(new DatagramPacket(new byte[10], 10));
        }
      }
      Process forger = forge(port, FORGED);
      do {
        for (DatagramSocket socket : sockets) {
          talk(socket, port); // datagrams may be lost in the flood, but the session stays
        }
      } while (!forger.waitFor(10, TimeUnit.MILLISECONDS));
      events.await(Event.SessionClosed.class, e -> e.reason() == CloseReason.EVICTED, 1_000);
      for (Event.SessionClosed closed : events.all(Event.SessionClosed.class)) {
        assertTrue(!talkers.contains(closed.peer()), closed.toString());
      }
      assertEquals(200, server.openSessions());
    } finally {
      for (DatagramSocket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }
}
