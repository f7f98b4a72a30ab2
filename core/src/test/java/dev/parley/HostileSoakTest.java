package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.session.Address;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many hostile peers at once, in processes with little memory or few descriptors.
class HostileSoakTest {
  private static final long HALF_SECOND_NANOS = Duration.ofMillis(500).toNanos();
  private static final long MINUTE_NANOS = Cramped.MINUTE.toNanos();

  @BeforeEach
  void needsProc() {
    Assumptions.assumeTrue(OwnProcess.isVisible(), "no /proc here");
  }

  @Test
  @Timeout(300)
  void twoThousandBadPeersHarmOnlyThemselves() throws Exception {
    try (ChildJvm siege = ChildJvm.start(HostileSoak.class, 0, "-Xmx64m")) {
      String output = siege.awaitEnd();
      assertTrue(output.contains("served"), output);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Timeout(300)
  void atTheDescriptorLimitAcceptingRestsAndComesBack(int loops) throws Exception {
    try (ChildJvm cramped = ChildJvm.start(Cramped.class, 256, "-Dcramped.loops=" + loops)) {
      int port = Integer.parseInt(cramped.line());
      Cramped.Standing ready = Cramped.Standing.parse(cramped.line());
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
        assertRests(cramped, loops);
      } finally {
        for (SocketChannel channel : many) {
          channel.close();
        }
      }
      try (ScriptedPeer after = ScriptedPeer.connect(server)) {
        after.send("y\n");
        assertEquals("y\n", after.readText(2));
      }
      assertTrue(
          ready.lowered() > 0 && ready.lowered() < 192,
          "maxSessions was lowered to " + ready.lowered());
      cramped.awaitEnd();
    }
  }

  /// Counts the work of the listener and the loops while accepting fails.
  private static void assertRests(ChildJvm cramped, int loops) throws Exception {
    Cramped.Standing first = awaitEvents(cramped, 1, "");
    assertEquals(1, first.reported());
    // The next failure after a minute is reported together with those of the minute.
    Cramped.Standing second = awaitEvents(cramped, 2, Cramped.A_MINUTE_LATER);
    Cramped.Standing third = awaitEvents(cramped, 3, Cramped.A_MINUTE_LATER);
    assertTrue(third.reported() > second.reported(), "it goes on trying: " + third);
    assertTrue(third.backOffMillis() <= 500, third.toString());
    long halfSeconds = 1 + (third.nanos() - first.nanos() - 2 * MINUTE_NANOS) / HALF_SECOND_NANOS;
    // It pauses for 10, 20, 40, 80, 160, 320 and then 500 ms each. On a loop, a pause is over when
    // the clock was advanced, too.
    long failures = third.reported() - first.reported();
    assertTrue(failures <= 6 + halfSeconds + 2, first + " then " + third);
    // A loop checks its deadlines four times a second, and the clock was advanced twice.
    long looks = third.looks() - first.looks();
    assertTrue(looks <= 50L * loops * (2 * halfSeconds + 2), first + " then " + third);
  }

  private static Cramped.Standing awaitEvents(ChildJvm cramped, int count, String word)
      throws Exception {
    AtomicReference<Cramped.Standing> standing =
        new AtomicReference<>(Cramped.Standing.parse(cramped.ask(word)));
    assertTrue(
        OwnProcess.comesTrue(() -> {
          standing.set(ask(cramped));
          return standing.get().events() >= count;
        }),
        () -> standing.toString());
    assertEquals(count, standing.get().events());
    return standing.get();
  }

  private static Cramped.Standing ask(ChildJvm cramped) {
    try {
      return Cramped.Standing.parse(cramped.ask(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
