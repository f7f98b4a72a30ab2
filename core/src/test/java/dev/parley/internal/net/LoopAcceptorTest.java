package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Accepting in the turns of a loop. The loop has no thread unless a test starts it: each step is
/// one turn. Its connections are in memory, so they wait as soon as they are made.
class LoopAcceptorTest {
  private static final String NAME = "loop-acceptor-test";
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @AutoClose private final Opened opened = new Opened();
  private final ManualClock clock = new ManualClock();
  private final Visitors visitors = new Visitors();
  private EventLoop loop;

  /// Takes the connections, or fails.
  private static final class Visitors implements Acceptor.Receiver {
    final List<Connection> accepted = new ArrayList<>();
    int servedAtOnce;
    final List<Long> backOffMillis = new ArrayList<>();
    boolean fails;
    boolean hasEvictions;
    Runnable admission = () -> {};

    @Override
    public void accepted(Connection connection, boolean servesAtOnce) {
      if (fails) {
        connection.close();
        throw new NoClassDefFoundError("for lack of a descriptor");
      }
      accepted.add(connection);
      servedAtOnce += servesAtOnce ? 1 : 0;
      admission.run();
    }

    @Override
    public boolean hasEvictions() {
      return hasEvictions;
    }

    @Override
    public void failed(Throwable cause, long backOffNanos) {
      backOffMillis.add(TimeUnit.NANOSECONDS.toMillis(backOffNanos));
      throw new OutOfMemoryError("a test: the report fails, too");
    }
  }

  @BeforeEach
  void create() throws IOException {
    loop =
        new EventLoop(
            "parley-loop-test",
            LoopThread.PLATFORM,
            clock,
            new MemoryBudget(1 << 20, 1),
            new FailureHandler(clock, _ -> {}, (_, _, _) -> {}));
    opened.add(loop::discard);
  }

  private LoopAcceptor accept(StreamPort port) {
    opened.add(port::close);
    LoopAcceptor acceptor =
        new LoopAcceptor(loop, port, visitors, new AcceptedOptions(0, true, true));
    opened.add(acceptor::stop);
    acceptor.start();
    return acceptor;
  }

  private LoopAcceptor acceptInMemory() throws IOException {
    return acceptInMemory(NAME);
  }

  private LoopAcceptor acceptInMemory(String name) throws IOException {
    LoopAcceptor acceptor = accept(Sockets.listenInMemory(Host.current(), name, 500));
    loop.step(); // registers
    return acceptor;
  }

  private void connect(int count) throws IOException {
    connect(NAME, count);
  }

  private void connect(String name, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      opened.add(Sockets.connectInMemory(Host.current(), name, MINUTE)::close);
    }
  }

  @Test
  void sixteenAreServedInATurnAndTheSeventeenthInTheNext() throws Exception {
    LoopAcceptor _ = acceptInMemory();
    connect(16 + 1);
    loop.step();
    assertEquals(16, visitors.accepted.size());
    loop.step();
    assertEquals(17, visitors.accepted.size());
    assertEquals(17, visitors.servedAtOnce);
  }

  @Test
  void whenATurnIsLateEachListenerAcceptsOne() throws Exception {
    String other = NAME + "-other";
    LoopAcceptor _ = acceptInMemory();
    LoopAcceptor _ = acceptInMemory(other);
    connect(10);
    connect(other, 10);
    visitors.admission = () -> clock.advance(Duration.ofMillis(1));
    loop.step();
    assertEquals(2 + 1, visitors.accepted.size(), "a millisecond after the first, and one more");
    loop.step();
    assertEquals(6, visitors.accepted.size());
    visitors.admission = () -> {};
    loop.step();
    assertEquals(20, visitors.accepted.size());
  }

  @Test
  void ofPeersThatMayEvictOneAnotherManyAreAcceptedAndServedLater() throws Exception {
    LoopAcceptor _ = acceptInMemory();
    visitors.hasEvictions = true;
    connect(16 + 240 + 240);
    loop.step();
    assertEquals(16 + 240, visitors.accepted.size());
    assertEquals(16, visitors.servedAtOnce);
    loop.step();
    assertEquals(16 + 240 + 240, visitors.accepted.size());
    loop.step();
    connect(1);
    loop.step();
    assertEquals(16 + 240 + 240 + 1, visitors.accepted.size());
    assertEquals(16, visitors.servedAtOnce, "a crowd ends when a turn has found nobody waiting");
    connect(1);
    loop.step();
    assertEquals(17, visitors.servedAtOnce);
  }

  @Test
  void manyAreAcceptedForFourMillisecondsThoseServedIncluded() throws Exception {
    LoopAcceptor _ = acceptInMemory();
    visitors.hasEvictions = true;
    connect(10);
    visitors.admission = () -> clock.advance(Duration.ofMillis(1));
    loop.step();
    assertEquals(2, visitors.servedAtOnce, "a millisecond after the first");
    assertEquals(5, visitors.accepted.size(), "four milliseconds after the first");
    visitors.admission = () -> clock.advance(Duration.ofMillis(4));
    loop.step();
    assertEquals(5 + 2, visitors.accepted.size());
    assertEquals(2, visitors.servedAtOnce);
  }

  @Test
  void afterAFailureItRestsForTenMillisecondsAndForTwiceAsLongEachTime() throws Exception {
    LoopAcceptor _ = acceptInMemory();
    visitors.fails = true;
    connect(12);
    loop.step();
    List<Long> pauses = List.of(10L, 20L, 40L, 80L, 160L, 320L, 500L, 500L);
    for (int i = 0; i < pauses.size(); i++) {
      assertEquals(pauses.subList(0, i + 1), visitors.backOffMillis);
      clock.advance(Duration.ofMillis(pauses.get(i)).minusNanos(1));
      loop.step();
      loop.step();
      assertEquals(i + 1, visitors.backOffMillis.size(), "not a nanosecond early");
      clock.advance(Duration.ofNanos(1));
      loop.step(); // the timer
      loop.step();
    }
    visitors.fails = false;
    clock.advance(Duration.ofMillis(500));
    loop.step();
    loop.step();
    assertEquals(12 - visitors.backOffMillis.size(), visitors.accepted.size(), "all the others");
    visitors.fails = true;
    connect(1);
    loop.step();
    assertEquals(10, visitors.backOffMillis.getLast(), "from the beginning");
  }

  private StreamPort listen() throws IOException {
    return Sockets.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, 100, 0, false);
  }

  private void run() {
    loop.start();
    opened.add(() -> {
      loop.stop();
      loop.awaitStop(MINUTE);
    });
  }

  @Test
  void theAddressOfOneThatWasStoppedIsFree() throws Exception {
    run();
    StreamPort port = listen();
    LoopAcceptor acceptor = accept(port);
    acceptor.stop();
    acceptor.awaitStop(MINUTE);
    assertTrue(isRefused(port));
    StreamPort again = Sockets.listen((InetSocketAddress) port.local(), false, 100, 0, false);
    again.close();
    acceptor.stop();
    acceptor.awaitStop(MINUTE);
  }

  @Test
  void itStopsOnItsOwnLoopWithoutWaitingForItself() throws Exception {
    run();
    StreamPort port = listen();
    LoopAcceptor acceptor = accept(port);
    CompletableFuture<Boolean> isStopped = new CompletableFuture<>();
    loop.execute(() -> {
      acceptor.stop();
      acceptor.awaitStop(Long.MAX_VALUE);
      isStopped.complete(true);
    });
    isStopped.get(1, TimeUnit.MINUTES);
    assertTrue(OwnProcess.comesTrue(() -> isRefused(port)), "in the next select");
  }

  private static boolean isRefused(StreamPort port) {
    try (SocketChannel _ = SocketChannel.open(port.local())) {
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itStopsAfterItsLoopHasEnded() throws Exception {
    StreamPort port = listen();
    LoopAcceptor acceptor = accept(port);
    loop.start();
    loop.stop();
    loop.awaitStop(MINUTE);
    acceptor.stop();
    acceptor.awaitStop(Long.MAX_VALUE);
    assertTrue(isRefused(port));
  }

  @Test
  void whileItsLoopIsStuckItCanBeToldToStopAndAcceptsNobodyAfterwards() throws Exception {
    run();
    StreamPort port = listen();
    LoopAcceptor acceptor = accept(port);
    CountDownLatch isStuck = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    loop.execute(() -> {
      isStuck.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    isStuck.await();
    opened.add(SocketChannel.open(port.local()));
    acceptor.stop();
    acceptor.awaitStop(1);
    goOn.countDown();
    acceptor.awaitStop(MINUTE);
    assertEquals(List.of(), visitors.accepted);
  }
}
