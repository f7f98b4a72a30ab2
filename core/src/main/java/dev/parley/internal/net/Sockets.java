package dev.parley.internal.net;

import dev.parley.internal.net.memory.MemoryAddress;
import dev.parley.internal.net.memory.MemoryDatagramChannel;
import dev.parley.internal.net.memory.MemoryNetwork;
import dev.parley.internal.posix.DescriptorSearch;
import dev.parley.internal.posix.SystemError;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// Opens sockets: bound listeners and connected ones. Each call returns a channel that the caller
/// owns, or leaves nothing open. Buffer sizes are in bytes, 0 for the system's default.
public final class Sockets {
  /// Keep-alive: the seconds of silence before the first probe, the number of probes, and the
  /// seconds between them. A vanished peer is noticed after a minute instead of the two hours of
  /// RFC 9293 §3.8.4.
  private static final int KEEP_IDLE_SECONDS = 30;

  private static final int KEEP_PROBES = 3;
  private static final int KEEP_INTERVAL_SECONDS = 10;

  /// True where an accepted connection has the keep-alive times of its listener: Linux copies the
  /// listener's whole socket. SO_KEEPALIVE is copied too, but the JDK does not set it at a
  /// listener, see [InheritedOptions].
  private static final boolean INHERITS_PROBES = System.getProperty("os.name", "").equals("Linux");

  /// The receive buffer of a datagram listener, unless one is configured: the datagrams of all
  /// peers wait in this one buffer while the server is busy. Linux counts 768 bytes for a small one
  /// and doubles the size requested, so that 2,700 fit: what a flood sends in a garbage collector's
  /// pause of 10 ms. With four times as much, an honest peer waited up to 0.9 s behind a flood,
  /// since its datagrams queue behind all others. The system grants at most its own maximum.
  private static final int DATAGRAM_RECEIVE_BUFFER = 1 << 20;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Sockets() {}

  /// Opens a TCP listener. Its address may be reused right after an earlier listener has closed
  /// (SO_REUSEADDR), never while one is open.
  ///
  /// @param onAllAddresses true for every address of this machine, IPv4 and, if there is any, IPv6;
  ///   false for the family of `address` only
  /// @param keepAlive true if its connections will be probed, see [#tuneAccepted]
  public static StreamPort listen(
      InetSocketAddress address,
      boolean onAllAddresses,
      int backlog,
      int receiveBuffer,
      boolean keepAlive)
      throws IOException {
    ServerSocketChannel channel =
        onAllAddresses
            ? ServerSocketChannel.open()
            : AddressFamilies.open(address, ServerSocketChannel::open);
    try {
      boolean isSeparate =
          onAllAddresses
              || AddressFamilies.separate(channel, address, DescriptorSearch.Kind.LISTENER);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (receiveBuffer > 0) {
        // Before the bind: connections inherit it, and it determines their window scale.
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
      }
      if (keepAlive && INHERITS_PROBES) {
        timeProbes(channel);
      }
      return new StreamPort(channel.bind(address, backlog), backlog, !isSeparate);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Opens a Unix-domain listener that only this user may connect to, from the moment its file
  /// exists. A stale socket file, at which nobody listens, is replaced.
  ///
  /// @throws java.net.BindException if anything else is at that path, a symbolic link too
  public static StreamPort listen(Path path, int backlog) throws IOException {
    return SocketFile.listen(path, backlog);
  }

  /// Listens within this process.
  ///
  /// @throws java.net.BindException if somebody in this process listens at that name
  public static StreamPort listenInMemory(Host host, String name, int backlog) throws IOException {
    return new StreamPort(host.network().listen(new MemoryAddress(name), backlog), backlog, false);
  }

  /// Opens a datagram socket for a client within this process; not connected yet.
  ///
  /// @param receiveBuffer in bytes, 0 for the default
  public static DatagramPort callerInMemory(Host host, int receiveBuffer) throws IOException {
    return inMemory(host.network().openDatagrams(), receiveBuffer);
  }

  /// Opens a datagram socket at a name within this process.
  ///
  /// @param receiveBuffer in bytes; 0 means 1 MiB, as in [#datagrams]
  /// @throws java.net.BindException if somebody in this process has that name
  public static DatagramPort datagramsInMemory(Host host, String name, int receiveBuffer)
      throws IOException {
    return inMemory(
        host.network().openDatagrams(name),
        receiveBuffer == 0 ? DATAGRAM_RECEIVE_BUFFER : receiveBuffer);
  }

  private static DatagramPort inMemory(MemoryDatagramChannel channel, int receiveBuffer)
      throws IOException {
    buffers(channel, receiveBuffer, 0);
    return DatagramPort.inMemory(channel);
  }

  /// Returns the address of the datagram socket at a name within this process, whether it is there
  /// or not.
  public static InetSocketAddress addressInMemory(String name) {
    return MemoryNetwork.datagramAddress(name);
  }

  /// Opens a datagram socket for a client, bound to `local`, or to any address for null; not
  /// connected yet.
  public static DatagramPort caller(
      @Nullable InetSocketAddress local, int receiveBuffer, int sendBuffer, boolean broadcast)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      buffers(channel, receiveBuffer, sendBuffer);
      channel.setOption(StandardSocketOptions.SO_BROADCAST, broadcast);
      bind(channel, local == null ? new InetSocketAddress(0) : local);
      return port(channel, false);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Opens a datagram socket bound to `address`. The address is never shared: SO_REUSEADDR would
  /// let two servers bind one port and each lose half. A receive buffer of 0 means 1 MiB here, or
  /// as much as the system allows.
  ///
  /// @param onAllAddresses as in [#listen(InetSocketAddress, boolean, int, int, boolean)]
  public static DatagramPort datagrams(
      InetSocketAddress address,
      boolean onAllAddresses,
      int receiveBuffer,
      int sendBuffer,
      boolean broadcast)
      throws IOException {
    DatagramChannel channel =
        onAllAddresses
            ? DatagramChannel.open()
            : AddressFamilies.open(address, DatagramChannel::open);
    try {
      boolean isSeparate =
          onAllAddresses
              || AddressFamilies.separate(channel, address, DescriptorSearch.Kind.DATAGRAMS);
      int waiting = receiveBuffer == 0 ? DATAGRAM_RECEIVE_BUFFER : receiveBuffer;
      buffers(channel, waiting, sendBuffer);
      if (broadcast) {
        channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      }
      DatagramPort port = port(channel.bind(address), true);
      return isSeparate ? port : port.refusingIpv4();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static DatagramPort port(DatagramChannel channel, boolean isListener) {
    try {
      int descriptor = BatchSupport.descriptor(channel, isListener);
      return new DatagramPort(channel, descriptor, BatchSupport.sendsRuns(), isListener);
    } catch (IOException e) {
      return new DatagramPort(channel, Problem.of(e), isListener);
    }
  }

  /// The settings of a TCP connection that is about to be made.
  ///
  /// @param local the address to connect from, null for any. Its port may be 0; any other port may
  ///   be reused right after an earlier connection
  /// @param receiveBuffer the size of the kernel's buffer in bytes, 0 for the system's default
  /// @param sendBuffer as `receiveBuffer`
  public record Call(@Nullable InetSocketAddress local, int receiveBuffer, int sendBuffer) {
    /// Returns true if only one attempt at a time can have the local port.
    boolean hasOwnPort() {
      return local != null && local.getPort() > 0;
    }
  }

  /// Opens a TCP connection to `address`. Blocks for at most `timeoutMillis`.
  ///
  /// @throws java.net.SocketTimeoutException if it took longer
  /// @throws ConnectException if nobody listens there
  public static Connection connect(InetSocketAddress address, Call call, int timeoutMillis)
      throws IOException {
    SocketChannel channel = open(address, call);
    try {
      channel.socket().connect(address, timeoutMillis);
      return connected(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Opens a socket for a connection to `address`, not connected yet.
  static SocketChannel open(InetSocketAddress address, Call call) throws IOException {
    SocketChannel channel =
        AddressFamilies.isIpv4(address.getAddress())
            ? SocketChannel.open()
            : AddressFamilies.open(address, SocketChannel::open);
    try {
      buffers(channel, call.receiveBuffer(), call.sendBuffer());
      InetSocketAddress local = call.local();
      if (local != null) {
        if (call.hasOwnPort()) {
          channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        }
        bind(channel, local);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Takes over a socket that has just connected.
  ///
  /// @throws ConnectException if it is connected to itself
  static Connection connected(SocketChannel channel) throws IOException {
    Connection connection = new Connection(channel);
    refuseItself(connection);
    return connection;
  }

  private static void bind(NetworkChannel channel, InetSocketAddress local) throws IOException {
    try {
      channel.bind(local);
    } catch (UnsupportedAddressTypeException e) {
      throw AddressFamilies.noIpv6();
    }
  }

  /// Refuses a socket that is connected to itself: one that calls its own address gets such a
  /// connection by the simultaneous open of RFC 9293 §3.5. That happens if nobody listens at the
  /// port and the system chose it, by chance or as requested, as our own port.
  private static void refuseItself(Connection connection) throws IOException {
    if (connection.local().equals(connection.peer())) {
      // A reset, so that no TIME_WAIT blocks the port for the server that is to listen there.
      connection.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
      throw new ConnectException("Connection refused");
    }
  }

  /// Connects to a Unix-domain listener. Blocks for at most `timeoutNanos` while the listener's
  /// backlog is full: the system cannot notify us when that is over, so we poll.
  ///
  /// @throws SocketTimeoutException if it took longer
  /// @throws ClosedByInterruptException if this thread was interrupted, before or meanwhile
  public static Connection connect(Path path, long timeoutNanos) throws IOException {
    Clock clock = Clock.system();
    long start = clock.nanos();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      Connection connection = connectIfRoom(path);
      long left = timeoutNanos - (clock.nanos() - start);
      if (connection != null) {
        return connection;
      }
      if (left <= 0) {
        throw new SocketTimeoutException("Connect timed out");
      }
      LockSupport.parkNanos(Math.min(pause, left));
      pause = Math.min(pause * 2, MAX_PAUSE_NANOS);
    }
  }

  /// Connects to a listener within this process. Blocks for at most `timeoutNanos` while its
  /// backlog is full.
  ///
  /// @throws SocketTimeoutException if it took longer
  /// @throws ConnectException if nobody listens there
  public static Connection connectInMemory(Host host, String name, long timeoutNanos)
      throws IOException {
    MemoryAddress address = new MemoryAddress(name);
    MemoryNetwork network = host.network();
    long nanos = host.await(() -> network.hasRoom(address), timeoutNanos);
    return new Connection(network.connect(address, address, nanos));
  }

  /// Returns a connection, or null if the listener's backlog is full, which is EAGAIN on Linux
  /// (connect(2)). The JDK has no exception of its own for that, only the system's text.
  private static @Nullable Connection connectIfRoom(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean isConnected = false;
    try {
      channel.configureBlocking(false);
      if (channel.connect(UnixDomainSocketAddress.of(path))) {
        channel.configureBlocking(true);
        Connection connection = new Connection(channel);
        isConnected = true;
        return connection;
      }
      return null;
    } catch (SocketException e) {
      if (SystemError.WOULD_BLOCK.isIn(e.getMessage())) {
        return null;
      }
      throw e;
    } finally {
      if (!isConnected) {
        channel.close();
      }
    }
  }

  /// Sets the size of a connected stream socket's send buffer, if it is not 0. Call it before
  /// anything is sent.
  public static void sendBuffer(Connection connection, int bytes) throws IOException {
    buffers(connection.channel(), 0, bytes);
  }

  /// Sets the TCP options of a stream socket that we have connected, at any time.
  public static void tune(Connection connection, boolean noDelay, boolean keepAlive)
      throws IOException {
    tune(connection, noDelay, keepAlive, keepAlive);
  }

  /// Sets the TCP options of a stream socket that was accepted, at any time, unless it has
  /// inherited them. Its listener was opened with the same `keepAlive`: where connections inherit
  /// the times of the probes from it, they are not set again, which would be three system calls for
  /// each connection.
  public static void tuneAccepted(Connection connection, boolean noDelay, boolean keepAlive)
      throws IOException {
    if (!connection.isTuned()) {
      tune(connection, noDelay, keepAlive, keepAlive && !INHERITS_PROBES);
    }
  }

  private static void tune(
      Connection connection, boolean noDelay, boolean keepAlive, boolean timesProbes)
      throws IOException {
    SocketChannel channel = connection.channel();
    if (!connection.isTcp()) {
      return;
    }
    channel.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
    if (keepAlive) {
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
    if (timesProbes) {
      timeProbes(channel);
    }
  }

  private static void timeProbes(NetworkChannel channel) throws IOException {
    setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_IDLE_SECONDS);
    setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_INTERVAL_SECONDS);
    setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_PROBES);
  }

  private static void buffers(NetworkChannel channel, int receiveBuffer, int sendBuffer)
      throws IOException {
    if (receiveBuffer > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
    }
    if (sendBuffer > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
    }
  }

  /// Closes a channel and ignores errors: its descriptor is released either way.
  static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // close(2) frees the descriptor even when it reports an error.
    } catch (OutOfMemoryError e) {
      // The JDK considers it closed and does no more; the caller's next steps must still run.
    }
  }

  private static void setIfKnown(NetworkChannel channel, SocketOption<Integer> option, int value)
      throws IOException {
    if (channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }
}
