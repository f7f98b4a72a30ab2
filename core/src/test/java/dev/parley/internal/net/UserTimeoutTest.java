package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.posix.DescriptorOptions;
import dev.parley.internal.posix.DescriptorSearch;
import dev.parley.internal.posix.NativeAccess;
import dev.parley.internal.posix.UserTimeout;
import dev.parley.limit.Clock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserTimeoutTest {
  @AutoClose private final Opened opened = new Opened();

  @BeforeEach
  void needsForeignCalls() {
    Assumptions.assumeTrue(NativeAccess.refusal() == null, "no foreign calls here");
  }

  private static int of(SocketChannel channel) throws IOException {
    return DescriptorOptions.userTimeoutMillis(
        DescriptorSearch.find(channel, DescriptorSearch.Kind.CONNECTION));
  }

  private StreamPort listen() throws IOException {
    StreamPort port =
        Sockets.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, 100, 0, false);
    opened.add(port::close);
    return port;
  }

  private SocketChannel connect(StreamPort port) throws IOException {
    return opened.keep(SocketChannel.open(port.local()));
  }

  /// Starts an acceptor for a server with so many loops.
  ///
  /// @return what it accepts
  private BlockingQueue<Connection> accept(int loops, StreamPort port, AcceptedOptions options)
      throws IOException {
    BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    List<EventLoop> all = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      Clock clock = Clock.system();
      EventLoop loop =
          new EventLoop(
              "parley-loop-test",
              LoopThread.PLATFORM,
              clock,
              new MemoryBudget(1 << 20, loops),
              new FailureHandler(clock, _ -> {}, (_, _, _) -> {}));
      opened.add(() -> {
        loop.stop();
        loop.awaitStop(TimeUnit.SECONDS.toNanos(Wait.SECONDS));
      });
      loop.start();
      all.add(loop);
    }
    Acceptor.Receiver receiver =
        new Acceptor.Receiver() {
          @Override
          public void accepted(Connection connection, boolean servesAtOnce) {
            accepted.add(connection);
          }

          @Override
          public boolean hasEvictions() {
            return false;
          }

          @Override
          public void failed(Throwable cause, long backOffNanos) {}
        };
    Acceptor acceptor = Host.current().acceptor("accept", all, port, receiver, options);
    opened.add(acceptor::stop);
    acceptor.start();
    return accepted;
  }

  private Connection next(BlockingQueue<Connection> accepted) throws InterruptedException {
    Connection connection = accepted.poll(Wait.SECONDS, TimeUnit.SECONDS);
    opened.add(connection::close);
    return connection;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anAcceptedConnectionHasItEvenIfItStoodBefore(int loops) throws Exception {
    StreamPort port = listen();
    for (int i = 0; i < 3; i++) {
      SocketChannel _ = connect(port);
    }
    BlockingQueue<Connection> accepted =
        accept(loops, port, new AcceptedOptions(1_234, true, true));
    for (int i = 0; i < 3; i++) {
      Connection connection = next(accepted);
      assertEquals(1_234, of(connection.channel()));
      assertFalse(connection.isTuned());
    }
    SocketChannel _ = connect(port);
    assertEquals(1_234, of(next(accepted).channel()));
    assertTrue(port.channel().getOption(StandardSocketOptions.SO_REUSEADDR), "as it was before");
  }

  @ParameterizedTest
  @CsvSource({"1,true,true", "1,false,true", "1,true,false", "2,true,true"})
  void aLaterConnectionInheritsItsOptionsFromTheListener(
      int loops, boolean noDelay, boolean keepAlive) throws Exception {
    StreamPort port = listen();
    BlockingQueue<Connection> accepted =
        accept(loops, port, new AcceptedOptions(1_234, noDelay, keepAlive));
    assertTrue(OwnProcess.comesTrue(() -> isInherited(port, accepted, noDelay, keepAlive)));
  }

  private boolean isInherited(
      StreamPort port, BlockingQueue<Connection> accepted, boolean noDelay, boolean keepAlive) {
    try {
      SocketChannel _ = connect(port);
      Connection connection = next(accepted);
      if (!connection.isTuned()) {
        return false;
      }
      assertEquals(noDelay, connection.channel().getOption(StandardSocketOptions.TCP_NODELAY));
      assertEquals(keepAlive, connection.channel().getOption(StandardSocketOptions.SO_KEEPALIVE));
      assertEquals(1_234, of(connection.channel()));
      return true;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aConnectionIsFoundAmongMany() throws Exception {
    StreamPort port = listen();
    List<SocketChannel> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(connect(port));
    }
    for (int i : new int[] {99, 0, 50, 51, 52}) {
      assertTrue(UserTimeout.set(many.get(i), DescriptorSearch.Kind.CONNECTION, 1_000 + i));
    }
    for (int i = 0; i < many.size(); i++) {
      boolean isSet = i == 99 || i == 0 || (i >= 50 && i <= 52);
      assertEquals(isSet ? 1_000 + i : 0, of(many.get(i)));
      assertFalse(many.get(i).getOption(StandardSocketOptions.SO_KEEPALIVE), "as it was before");
    }
  }

  @Test
  void aClosedConnectionIsLeftAlone() throws Exception {
    SocketChannel channel = connect(listen());
    channel.close();
    assertFalse(UserTimeout.set(channel, DescriptorSearch.Kind.CONNECTION, 1_000));
  }
}
