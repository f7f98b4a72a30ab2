package dev.parley.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One datagram socket on a loop, with all its peers. Confined to its loop.
public final class DatagramLink implements Loop.Member, Loop.Ready {
  /// What is above a link. Called on the loop.
  public interface Receiver {
    /// A datagram from `from`, whole, from the position of `in` to its limit.
    void received(SocketAddress from, ByteBuffer in);

    /// True while the receiver wants nothing more: what comes waits in the kernel, as far as that
    /// has room.
    boolean isPaused();

    /// The socket failed; for a connected one, also because nobody listens at the other end. The
    /// socket stays open.
    void failed(IOException cause);

    /// A look at deadlines, some times a second.
    void sweep(long nowNanos);

    /// The socket is closed. The last call.
    void closed();
  }

  /// Datagrams taken per turn before other sockets get theirs.
  private static final int BATCH = 64;

  private record Waiting(ByteBuffer bytes, SocketAddress to) {}

  private final Loop loop;
  private final DatagramChannel channel;
  private final Receiver receiver;
  private final int maxWaitingBytes;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
  private @Nullable SelectionKey key;
  private @Nullable DatagramChannel emptySender;
  private long waitingBytes;
  private boolean closing;
  private boolean closed;
  private int place = -1;

  /// A link that takes a bound socket over.
  ///
  /// @param maxWaitingBytes the most bytes kept when the kernel has no room for a datagram
  public DatagramLink(Loop loop, DatagramPort port, Receiver receiver, int maxWaitingBytes) {
    this.loop = loop;
    this.channel = port.channel();
    this.receiver = receiver;
    this.maxWaitingBytes = maxWaitingBytes;
  }

  /// Begins to listen to the socket.
  public void open() throws IOException {
    key = loop.register(channel, SelectionKey.OP_READ, this);
    loop.join(this);
  }

  @Override
  public void ready(SelectionKey key) {
    if (key.isValid() && key.isWritable()) {
      sendWaiting();
    }
    if (key.isValid() && key.isReadable()) {
      read();
    }
  }

  /// One datagram is lost, as datagrams may be.
  @Override
  public void broken(Throwable cause) {}

  private void read() {
    // The buffer is larger than any datagram, so none is ever cut.
    ByteBuffer in = loop.readBuffer();
    for (int i = 0; i < BATCH && !closing; i++) {
      if (receiver.isPaused()) {
        updateInterest();
        return;
      }
      try {
        SocketAddress from = channel.receive(in.clear());
        if (from == null) {
          return;
        }
        receiver.received(from, in.flip());
      } catch (IOException e) {
        receiver.failed(e);
        return;
      }
    }
  }

  /// Sends a datagram of the bytes from the position of `bytes` to its limit.
  ///
  /// @return false if the kernel has no room and as much as allowed waits already
  /// @throws IOException if the system refuses the datagram (too large, no route)
  public boolean send(ByteBuffer bytes, SocketAddress to) throws IOException {
    if (closed) {
      return true;
    }
    int size = bytes.remaining();
    if (size == 0 && channel.isConnected()) {
      sendEmpty(bytes, to);
      return true;
    }
    if (waiting.isEmpty() && (channel.send(bytes, to) > 0 || size == 0)) {
      return true;
    }
    if (waitingBytes + size > maxWaitingBytes) {
      return false;
    }
    waiting.add(new Waiting(ByteBuffer.allocate(size).put(bytes).flip(), to));
    waitingBytes += size;
    updateInterest();
    return true;
  }

  /// The JDK takes an empty write to a connected socket for nothing to do and sends no datagram, so
  /// empty ones leave through an unconnected socket at the same address.
  private void sendEmpty(ByteBuffer empty, SocketAddress to) throws IOException {
    DatagramChannel sender = emptySender;
    if (sender == null) {
      sender = DatagramPort.sibling(channel);
      emptySender = sender;
    }
    int _ = sender.send(empty, to);
  }

  private void sendWaiting() {
    for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
      int size = next.bytes.remaining();
      try {
        if (channel.send(next.bytes, next.to) == 0 && size > 0) {
          return;
        }
      } catch (IOException e) {
        receiver.failed(e);
      }
      waiting.remove();
      waitingBytes -= size;
    }
    if (closing) {
      close();
    } else {
      updateInterest();
    }
  }

  private void updateInterest() {
    SelectionKey key = this.key;
    if (key != null && key.isValid()) {
      boolean reads = !closing && !receiver.isPaused();
      key.interestOps(
          (reads ? SelectionKey.OP_READ : 0) | (waiting.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }
  }

  /// Goes on after the receiver was paused.
  public void resume() {
    updateInterest();
  }

  /// Sends what waits, then closes. Reads no more.
  public void finish() {
    closing = true;
    if (waiting.isEmpty()) {
      close();
    } else {
      updateInterest();
    }
  }

  /// Closes now.
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    closing = true;
    waiting.clear();
    loop.leave(this);
    Sockets.close(channel);
    if (emptySender != null) {
      Sockets.close(emptySender);
    }
    receiver.closed();
  }

  @Override
  public void sweep(long nowNanos) {
    receiver.sweep(nowNanos);
  }

  @Override
  public void abandon() {
    close();
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void place(int place) {
    this.place = place;
  }

  @Override
  public Receiver receiver() {
    return receiver;
  }
}
