package dev.parley.internal.net.memory;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;

/// The listeners that programs in this process can connect to, by address. Bounded. Safe for any
/// thread.
public final class MemoryNetwork {
  /// The network of the process.
  public static final MemoryNetwork OF_PROCESS = new MemoryNetwork(Delivery.AT_ONCE);

  /// The most listeners at a time: programs have a handful, and one that forgets to close them
  /// should learn it.
  private static final int MAX_LISTENERS = 1 << 12;

  private final Delivery delivery;
  private final ConcurrentHashMap<SocketAddress, MemoryListener> listeners =
      new ConcurrentHashMap<>();

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
}
