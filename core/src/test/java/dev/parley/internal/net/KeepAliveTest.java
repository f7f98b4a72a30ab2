package dev.parley.internal.net;

import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Opened;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepAliveTest {
  @AutoClose private final Opened opened = new Opened();

  @TempDir private Path directory;

  private StreamPort listen(boolean keepAlive) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    StreamPort port = Sockets.listen(anyPort, false, 100, 0, keepAlive);
    opened.add(port::close);
    return port;
  }

  private Connection accept(StreamPort port) throws IOException {
    opened.add(SocketChannel.open(port.local()));
    Connection connection = new Connection(port.channel().accept());
    opened.add(connection::close);
    return connection;
  }

  private static void assertProbed(SocketChannel channel) throws IOException {
    assertTrue(channel.getOption(SO_KEEPALIVE));
    assertEquals(30, channel.getOption(TCP_KEEPIDLE));
    assertEquals(10, channel.getOption(TCP_KEEPINTERVAL));
    assertEquals(3, channel.getOption(TCP_KEEPCOUNT));
  }

  @Test
  void acceptedConnectionIsProbedAfterHalfAMinuteOfSilence() throws IOException {
    Connection connection = accept(listen(true));

    Sockets.tuneAccepted(connection, true, true);

    assertProbed(connection.channel());
    assertTrue(connection.channel().getOption(TCP_NODELAY));
  }

  @Test
  void acceptedConnectionIsNotProbedUnlessThatIsWanted() throws IOException {
    Connection connection = accept(listen(false));

    Sockets.tuneAccepted(connection, false, false);

    assertFalse(connection.channel().getOption(SO_KEEPALIVE));
    assertFalse(connection.channel().getOption(TCP_NODELAY));
  }

  @Test
  void ourOwnConnectionIsProbedWhateverTheListenerDoes() throws IOException {
    Connection connection = new Connection(SocketChannel.open(listen(false).local()));
    opened.add(connection::close);

    Sockets.tune(connection, true, true);

    assertProbed(connection.channel());
  }

  @Test
  void unixDomainConnectionHasNoSuchOptions() throws IOException {
    StreamPort port = Sockets.listen(directory.resolve("socket"), 100);
    opened.add(port::close);

    Sockets.tuneAccepted(accept(port), true, true);
  }
}
