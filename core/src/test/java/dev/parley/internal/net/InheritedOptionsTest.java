package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.internal.posix.NativeAccess;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which connections count as older than the options of their listener.
class InheritedOptionsTest {
  private static final int BACKLOG = 2;

  @AutoClose private final Opened opened = new Opened();
  private final ManualClock clock = new ManualClock();
  private StreamPort port;
  private InheritedOptions options;

  @BeforeEach
  void listen() throws IOException {
    Assumptions.assumeTrue(NativeAccess.refusal() == null, "no foreign calls here");
    port =
        Sockets.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, BACKLOG, 0, false);
    opened.add(port::close);
    options = new InheritedOptions(port, new AcceptedOptions(1_234, true, true), clock);
  }

  private void connect() throws IOException {
    opened.add(SocketChannel.open(port.local()));
  }

  private boolean isInherited() throws IOException {
    return options.accepted(opened.keep(port.channel().accept()));
  }

  @Test
  void aConnectionThatHasWaitedIsOlderHoweverLateItIsAccepted() throws Exception {
    for (int i = 0; i < 3; i++) {
      connect();
    }
    options.set();
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(1));
      assertEquals(false, isInherited());
    }
  }

  @Test
  void theBacklogAndOneMoreMayBeOlderAndTheNextIsNot() throws Exception {
    for (int i = 0; i < BACKLOG + 1; i++) {
      connect();
    }
    options.set();
    clock.advance(Duration.ofMillis(10));
    for (int i = 0; i < BACKLOG + 1; i++) {
      assertEquals(false, isInherited());
    }
    connect();
    assertEquals(true, isInherited());
  }

  @Test
  void onceNoneIsWaitingTheNextIsYounger() throws Exception {
    options.set();
    clock.advance(Duration.ofMillis(10).minusNanos(1));
    options.noneIsWaiting();
    connect();
    assertEquals(false, isInherited(), "it may have been on its way");
    clock.advance(Duration.ofNanos(1));
    options.noneIsWaiting();
    for (boolean expected : List.of(true, true)) {
      connect();
      assertEquals(expected, isInherited());
    }
  }
}
