package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.session.Address;
import dev.parley.testing.Opened;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The connect timeout covers the name lookup and a Unix-domain server that does not accept.
class ConnectTimeoutTest {
  private static final Address NAMED = Address.tcp("slow.test", 9);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  @AutoClose private final Opened opened = new Opened();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void goOn() {
    end.countDown();
  }

  private List<InetSocketAddress> never() {
    while (true) {
      try {
        end.await();
        return List.of();
      } catch (InterruptedException e) {
        // Ignores interrupts, like the system's resolver.
      }
    }
  }

  @Test
  void aLookUpThatTakesTooLongIsLeft() {
    SocketTimeoutException e =
        assertThrows(
            SocketTimeoutException.class, () -> NameLookup.await(NAMED, this::never, SHORT));
    assertEquals("the address of slow.test was not found in time", e.getMessage());
  }

  @Test
  void aLookUpGivesWhatTheResolverSays() throws Exception {
    List<InetSocketAddress> found =
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    assertEquals(found, NameLookup.await(NAMED, () -> found, LONG));
    UnknownHostException unknown = new UnknownHostException("slow.test");
    assertEquals(
        unknown,
        assertThrows(
            UnknownHostException.class,
            () ->
                NameLookup.await(
                    NAMED,
                    () -> {
                      throw unknown;
                    },
                    LONG)));
  }

  @Test
  void aLookUpCanBeInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(
        ClosedByInterruptException.class, () -> NameLookup.await(NAMED, this::never, LONG));
    assertTrue(Thread.interrupted());
  }

  @Test
  void anAddressInNumbersIsNotLookedUp() throws Exception {
    assertEquals(
        List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9)),
        NameLookup.addresses(Address.tcp("127.0.0.1", 9), 0));
    assertEquals(1, NameLookup.addresses(Address.tcp("::1", 9), 0).size());
  }

  /// Returns a listener whose backlog is full.
  private ServerSocketChannel full(UnixDomainSocketAddress address) throws Exception {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    opened.add(listener);
    listener.bind(address, 1);
    while (true) {
      SocketChannel waiting = SocketChannel.open(StandardProtocolFamily.UNIX);
      opened.add(waiting);
      waiting.configureBlocking(false);
      try {
        boolean _ = waiting.connect(address);
      } catch (SocketException e) {
        return listener;
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aUnixServerThatDoesNotAcceptIsLeft(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("s");
    ServerSocketChannel _ = full(UnixDomainSocketAddress.of(path));
    ClientOptions options = ClientOptions.defaults().withConnectTimeout(Duration.ofNanos(SHORT));
    ConnectOutcome.Failed failed =
        assertInstanceOf(
            ConnectOutcome.Failed.class, Client.tryConnect(Address.unix(path.toString()), options));
    assertEquals(ConnectOutcome.Failure.TIMED_OUT, failed.failure());
    assertEquals("unix:" + path + " did not answer in time", failed.detail());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aUnixServerMayAcceptLate(@TempDir Path folder) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    ServerSocketChannel listener = full(address);
    FutureTask<Client> call =
        new FutureTask<>(() ->
            Client.connect(
                Address.unix(address.toString()),
                ClientOptions.defaults().withConnectTimeout(Duration.ofNanos(LONG))));
    Thread.ofPlatform().daemon().start(call);
    opened.add(listener.accept());
    call.get().close(Duration.ZERO);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void waitingForAUnixServerCanBeInterrupted(@TempDir Path folder) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    ServerSocketChannel _ = full(address);
    Thread.currentThread().interrupt();
    ConnectOutcome outcome =
        Client.tryConnect(
            Address.unix(address.toString()),
            ClientOptions.defaults().withConnectTimeout(Duration.ofNanos(LONG)));
    assertTrue(Thread.interrupted());
    assertEquals(
        "cannot connect to unix:" + address + ": interrupted while connecting",
        assertInstanceOf(ConnectOutcome.Failed.class, outcome).detail());
  }
}
