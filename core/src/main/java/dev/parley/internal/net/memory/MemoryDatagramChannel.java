package dev.parley.internal.net.memory;

import dev.parley.limit.DatagramSize;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A datagram socket of a [MemoryNetwork]. Behaves as one of UDP: what does not fit into the
/// receive buffer is dropped, and a connected socket receives from its peer alone and learns when
/// nobody is there. Unlike those of the JDK, it sends an empty datagram when it is connected, too.
///
/// Non-blocking only. Never blocks; safe for any thread as far as a channel of the system is.
public final class MemoryDatagramChannel extends DatagramChannel implements MemoryEndpoint {
  private static final Set<SocketOption<?>> OPTIONS =
      Set.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_SNDBUF);

  /// The default size of the receive buffer: about that of Linux.
  private static final int RECEIVE_BYTES = 1 << 18;

  /// What a datagram takes of the receive buffer besides its bytes, about as in a kernel. Otherwise
  /// any number of empty ones could wait.
  private static final int OVERHEAD_BYTES = 256;

  private final MemoryNetwork network;
  private final InetSocketAddress local;

  /// The address that others see: [#local], or what a translator on the way has made of it.
  private volatile InetSocketAddress outside;

  private final ConcurrentLinkedQueue<MemoryDatagram> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private volatile int receiveBytes = RECEIVE_BYTES;
  private volatile @Nullable InetSocketAddress peer;

  /// True if an earlier datagram has found nobody, and nobody was told yet.
  private volatile boolean isUnreachable;

  private final MemoryWatch watch = new MemoryWatch();

  MemoryDatagramChannel(MemoryNetwork network, InetSocketAddress local) {
    super(MemoryProvider.INSTANCE);
    this.network = network;
    this.local = local;
    this.outside = local;
  }

  // Sending.

  @Override
  public int send(ByteBuffer bytes, SocketAddress to) throws IOException {
    MemoryEndpoint.checkUsable(this);
    InetSocketAddress known = peer;
    if (known != null && !known.equals(to)) {
      throw new AlreadyConnectedException();
    }
    throwIfUnreachable();
    int size = bytes.remaining();
    if (size > DatagramSize.MAX_BYTES) {
      throw new IOException("Message too long");
    }
    network.send(MemoryDatagram.copy(outside, (InetSocketAddress) to, bytes));
    return size;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    InetSocketAddress known = peer;
    if (known == null) {
      throw new NotYetConnectedException();
    }
    return send(bytes, known);
  }

  private void throwIfUnreachable() throws PortUnreachableException {
    if (isUnreachable) {
      isUnreachable = false;
      throw new PortUnreachableException();
    }
  }

  // Receiving.

  /// Takes a datagram that has arrived, or drops it for lack of room.
  ///
  /// @return false if it finds nobody here, since this socket is connected to another peer
  boolean arrived(MemoryDatagram datagram) {
    InetSocketAddress known = peer;
    if (known != null && !known.equals(datagram.from())) {
      return false;
    }
    int bytes = datagram.size() + OVERHEAD_BYTES;
    if (waitingBytes.addAndGet(bytes) > receiveBytes) {
      waitingBytes.addAndGet(-bytes);
      return true;
    }
    boolean isAdded = false;
    try {
      waiting.add(datagram);
      isAdded = true;
    } finally {
      if (!isAdded) { // there is no memory for it
        waitingBytes.addAndGet(-bytes);
      }
    }
    watch.changed();
    return true;
  }

  /// A datagram that this socket has sent found nobody.
  void foundNobody(InetSocketAddress to) {
    if (to.equals(peer)) {
      isUnreachable = true;
      watch.changed();
    }
  }

  @Override
  public @Nullable SocketAddress receive(ByteBuffer into) throws IOException {
    MemoryEndpoint.checkUsable(this);
    throwIfUnreachable();
    for (MemoryDatagram next = waiting.poll(); next != null; next = waiting.poll()) {
      waitingBytes.addAndGet(-next.size() - OVERHEAD_BYTES);
      InetSocketAddress known = peer;
      if (known == null || known.equals(next.from())) {
        next.copyTo(into);
        return next.from();
      }
    }
    return null;
  }

  // The peer.

  @Override
  public DatagramChannel connect(SocketAddress peer) {
    this.peer = (InetSocketAddress) peer;
    isUnreachable = false;
    return this;
  }

  @Override
  public DatagramChannel disconnect() {
    peer = null;
    isUnreachable = false;
    return this;
  }

  @Override
  public boolean isConnected() {
    return peer != null;
  }

  @Override
  public @Nullable SocketAddress getRemoteAddress() {
    return peer;
  }

  @Override
  public SocketAddress getLocalAddress() {
    return local;
  }

  /// Returns the address that others see.
  InetSocketAddress outside() {
    return outside;
  }

  /// Sets the address that others see.
  void outside(InetSocketAddress address) {
    outside = address;
  }

  @Override
  protected void implCloseSelectableChannel() {
    network.left(this);
    waiting.clear();
  }

  // Readiness.

  @Override
  public MemoryWatch watch() {
    return watch;
  }

  @Override
  public int readyOps() {
    boolean isReadable = isUnreachable || !waiting.isEmpty();
    return (isReadable ? SelectionKey.OP_READ : 0) | SelectionKey.OP_WRITE;
  }

  @Override
  protected void implConfigureBlocking(boolean block) {}

  // Options.

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return OPTIONS;
  }

  @Override
  public <T> DatagramChannel setOption(SocketOption<T> option, T value) {
    if (option.equals(StandardSocketOptions.SO_RCVBUF)) {
      receiveBytes = (Integer) value;
    }
    return this;
  }

  /// Returns the size of the receive buffer for either buffer: what is sent waits nowhere else.
  @Override
  public <T> T getOption(SocketOption<T> option) {
    return option.type().cast(receiveBytes);
  }

  // Bound from the beginning, and without groups.

  @Override
  public DatagramChannel bind(@Nullable SocketAddress local) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DatagramSocket socket() {
    throw new UnsupportedOperationException();
  }

  @Override
  public MembershipKey join(InetAddress group, NetworkInterface at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MembershipKey join(InetAddress group, NetworkInterface at, InetAddress source) {
    throw new UnsupportedOperationException();
  }

  // Only whole datagrams are used.

  @Override
  public int read(ByteBuffer into) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] bytes, int offset, int length) {
    throw new UnsupportedOperationException();
  }
}
