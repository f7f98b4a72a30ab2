package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ChildJvm;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many bad peers at once, in processes with little of what they fight for.
class SiegeTest {
  @BeforeEach
  void needsProc() {
    Assumptions.assumeTrue(OwnProcess.isVisible(), "no /proc here");
  }

  @Test
  @Timeout(60)
  void twoThousandBadPeersHarmOnlyThemselves() throws Exception {
    try (ChildJvm siege = ChildJvm.start(Siege.class, 0, "-Xmx64m")) {
      String output = siege.awaitEnd();
      assertTrue(output.contains("served"), output);
    }
  }

  @Test
  void atTheDescriptorLimitAcceptingRestsAndComesBack() throws Exception {
    try (ChildJvm cramped = ChildJvm.start(Cramped.class, 256)) {
      int port = Integer.parseInt(cramped.line());
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
      Address server = Address.parse("tcp://127.0.0.1:" + port);
      try (ScriptedPeer before = ScriptedPeer.connect(server)) {
        before.send("x\n").endOutput();
        assertEquals("x\n", before.readAllText());
      }
      List<SocketChannel> many = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          many.add(SocketChannel.open(address));
        }
        double share = OwnProcess.busiest(cramped.pid(), "parley-", Duration.ofSeconds(1));
        assertTrue(share < 0.05, "a thread used " + share + " of a core");
      } finally {
        for (SocketChannel channel : many) {
          channel.close();
        }
      }
      Thread watchdog = Thread.currentThread();
      Thread bound =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Thread.currentThread().join(Duration.ofMillis(1500));
                  watchdog.interrupt();
                } catch (InterruptedException e) {
                  // Served in time.
                }
              });
      try (ScriptedPeer after = ScriptedPeer.connect(server)) {
        after.send("y\n");
        assertEquals("y\n", after.readText(2));
      } catch (IOException e) {
        throw new AssertionError("not served within 1.5 s of descriptors being free", e);
      } finally {
        bound.interrupt();
        bound.join();
        boolean _ = Thread.interrupted();
      }
      String[] told = cramped.awaitEnd().strip().split(" ", -1);
      int lowered = Integer.parseInt(told[0]);
      assertTrue(lowered > 0 && lowered < 192, "maxSessions was lowered to " + lowered);
      assertTrue(Integer.parseInt(told[1]) <= 2, told[1] + " events of failing accepts");
    }
  }
}
