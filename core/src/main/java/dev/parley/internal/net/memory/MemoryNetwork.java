package dev.parley.internal.net.memory;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The listeners of streams that programs in this process can connect to, and the sockets of
/// datagrams, by address. Bounded. Safe for any thread.
///
/// A datagram socket has an address of loopback that exists only here:
///
/// ```
///   127.64.0.0 to 127.127.255.255    callers, one after the other
///   127.128.0.0 to 127.255.255.255   listeners, by a hash of their name, so that a caller knows the
///                                    address of one that is not there yet
/// ```
///
/// The addresses below belong to the sockets of the system: one server may have both kinds, and
/// must not take a caller for another of its listeners.
public final class MemoryNetwork {
  /// The network of the process.
  public static final MemoryNetwork OF_PROCESS = new MemoryNetwork(Delivery.AT_ONCE);

  /// The most listeners at a time: programs have a handful, and one that forgets to close them
  /// should learn it.
  private static final int MAX_LISTENERS = 1 << 12;

  /// The most datagram sockets at a time.
  private static final int MAX_SOCKETS = 1 << 16;

  // Ports from 1024 on: those below belong to services of a system, which automatic handlers do not
  // answer.
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = (1 << 16) - FIRST_PORT;

  private static final int LOOPBACK = 127 << 24;

  /// The hosts of listeners: the upper half of the range of loopback. Callers have half as many.
  private static final int HOSTS = 1 << 23;

  private static final int CALLER_HOSTS = HOSTS / 2;

  private final Delivery delivery;
  private final ConcurrentHashMap<SocketAddress, MemoryListener> listeners =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<InetSocketAddress, MemoryDatagramChannel> sockets =
      new ConcurrentHashMap<>();

  /// How many callers there were.
  private final AtomicLong callers = new AtomicLong();

  /// Creates an empty network.
  public MemoryNetwork(Delivery delivery) {
    this.delivery = delivery;
  }

  /// Listens at `address`.
  ///
  /// @param backlog how many connections may wait to be accepted, at least 1
  /// @throws BindException if somebody listens there already, or there are too many listeners
  public MemoryListener listen(SocketAddress address, int backlog) throws IOException {
    if (listeners.size() >= MAX_LISTENERS) {
      throw new BindException("this process has " + MAX_LISTENERS + " memory listeners already");
    }
    MemoryListener listener = new MemoryListener(address, backlog, () -> listeners.remove(address));
    if (listeners.putIfAbsent(address, listener) != null) {
      throw new BindException("Address already in use");
    }
    return listener;
  }

  /// Returns true if a connection to `address` would not have to wait.
  public boolean hasRoom(SocketAddress address) {
    MemoryListener listener = listeners.get(address);
    return listener == null || listener.hasRoom();
  }

  /// Connects to the listener at `address`. Blocks while its backlog is full, at most `nanos`.
  ///
  /// @param local the address that the listener sees
  /// @return the caller's end
  /// @throws ConnectException if nobody listens there
  /// @throws java.net.SocketTimeoutException if it took longer
  public MemoryChannel connect(SocketAddress local, SocketAddress address, long nanos)
      throws IOException {
    MemoryListener listener = listeners.get(address);
    if (listener == null) {
      throw new ConnectException("Connection refused");
    }
    MemoryPipe there = new MemoryPipe(delivery);
    MemoryPipe back = new MemoryPipe(delivery);
    MemoryChannel caller = new MemoryChannel(back, there, local, address);
    MemoryChannel called = new MemoryChannel(there, back, address, local);
    there.connect(caller, called, back);
    back.connect(called, caller, there);
    delivery.connected(there, back);
    listener.add(called, nanos);
    return caller;
  }

  // Datagrams.

  /// Returns the address of the datagram listener with this name, whether it is there or not. Two
  /// names have one address with a chance of one in 2³⁹.
  public static InetSocketAddress datagramAddress(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    long hash = UUID.nameUUIDFromBytes(bytes).getMostSignificantBits();
    long place = Long.remainderUnsigned(hash, (long) HOSTS * PORTS);
    return address(HOSTS + place / PORTS, place % PORTS);
  }

  private static InetSocketAddress address(long host, long port) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(LOOPBACK | (int) host).array();
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), FIRST_PORT + (int) port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are the length of an address", e);
    }
  }

  /// Opens a datagram socket at a name.
  ///
  /// @throws BindException if somebody has it already, or there are too many sockets
  public MemoryDatagramChannel openDatagrams(String name) throws BindException {
    MemoryDatagramChannel socket = new MemoryDatagramChannel(this, datagramAddress(name));
    checkRoom();
    if (sockets.putIfAbsent(socket.outside(), socket) != null) {
      throw new BindException("Address already in use");
    }
    return socket;
  }

  /// Opens a datagram socket at an address that nobody else has.
  ///
  /// @throws BindException if there are too many sockets
  public MemoryDatagramChannel openDatagrams() throws BindException {
    checkRoom();
    while (true) {
      MemoryDatagramChannel socket = new MemoryDatagramChannel(this, nextCaller());
      if (sockets.putIfAbsent(socket.outside(), socket) == null) {
        return socket;
      }
    }
  }

  private void checkRoom() throws BindException {
    if (sockets.size() >= MAX_SOCKETS) {
      throw new BindException("this process has " + MAX_SOCKETS + " memory sockets already");
    }
  }

  private InetSocketAddress nextCaller() {
    long place = callers.getAndIncrement() % ((long) CALLER_HOSTS * PORTS);
    return address(CALLER_HOSTS + place / PORTS, place % PORTS);
  }

  /// Gives a caller another address that others see, as a translator on the way does when it has
  /// forgotten the old one (NAT rebinding); datagrams to the old one find nobody. Does nothing for
  /// a listener, or if nobody is there.
  ///
  /// @param old the address that others see
  /// @return true if it has another address
  public boolean rebind(InetSocketAddress old) {
    MemoryDatagramChannel socket = sockets.get(old);
    if (socket == null || !isCaller(old) || !sockets.remove(old, socket)) {
      return false;
    }
    InetSocketAddress next = nextCaller();
    while (sockets.putIfAbsent(next, socket) != null) {
      next = nextCaller();
    }
    socket.outside(next);
    return true;
  }

  private static boolean isCaller(InetSocketAddress address) {
    return address.getAddress().getAddress()[1] >= 0; // the upper half of the range is negative
  }

  void send(MemoryDatagram datagram) {
    delivery.sent(this, datagram);
  }

  /// Lets a datagram arrive. If nobody is there, its sender learns it, as from ICMP (RFC 792).
  public void arrive(MemoryDatagram datagram) {
    MemoryDatagramChannel receiver = sockets.get(datagram.to());
    if (receiver == null || !receiver.arrived(datagram)) {
      MemoryDatagramChannel sender = sockets.get(datagram.from());
      if (sender != null) {
        sender.foundNobody(datagram.to());
      }
    }
  }

  /// A socket was closed.
  void left(MemoryDatagramChannel socket) {
    boolean _ = sockets.remove(socket.outside(), socket);
  }
}
