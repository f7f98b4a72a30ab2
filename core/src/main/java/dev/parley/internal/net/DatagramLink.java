package dev.parley.internal.net;

import dev.parley.layer.DatagramLayer;
import dev.parley.limit.RingQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One datagram socket on a loop, with all its peers. Confined to its loop.
///
/// ```
///   ready ─▶ a batch is taken ─▶ layer, a datagram at a time ─▶ its answers leave in a batch
///                    └─ held, while the receiver is paused       └─ wait, while the kernel is full
/// ```
///
/// What is sent outside of a read leaves at the end of the turn.
public final class DatagramLink extends EventLoop.Member
    implements EventLoop.Ready, EventLoop.Unflushed, DatagramIo.Owner {
  /// What is above a link. Called on the loop.
  public interface Receiver {
    /// A datagram of `size` bytes to `to` is lost here and now; `why` is a sentence. Comes during
    /// [DatagramLink#send] or any time after it, before [#closed].
    void refused(PeerAddress to, int size, String why);

    /// True while the receiver wants nothing more: what comes waits in the kernel, as far as that
    /// has room, and at most one batch of it here.
    boolean isPaused();

    /// The socket failed; for a connected one, also because nobody listens at the other end. The
    /// socket stays open.
    void failed(IOException cause);

    /// The system had no room for so many datagrams that came; they are lost.
    void dropped(long count);

    /// The socket is no longer connected, as asked; its own address is `local`, whose host is any.
    void disconnected(SocketAddress local);

    /// A look at deadlines, some times a second.
    void sweep(long nowNanos);

    /// The socket is closed. The last call.
    void closed();
  }

  /// How often drops are looked up, where a socket does not say them itself and something has come.
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Datagram(ByteBuffer bytes, PeerAddress peer) {
    /// A copy of the bytes from the position of `bytes` to its limit.
    static Datagram copy(ByteBuffer bytes, PeerAddress peer) {
      return new Datagram(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip(), peer);
    }
  }

  private final EventLoop loop;
  private final DatagramChannel channel;
  private final Receiver receiver;
  private final DatagramLayer<PeerAddress> layer;
  private final int maxWaitingBytes;
  private final RingQueue<Datagram> held = new RingQueue<>();
  private final RingQueue<Datagram> waiting = new RingQueue<>();
  private final DatagramPort port;
  private @Nullable String batchRefusal;
  private @Nullable String ownRefusal;
  private @Nullable DatagramIo io;
  private @Nullable SelectionKey key;
  private @Nullable DropTable dropTable;
  private long dropsSeen;
  private long lookedAt;
  private boolean hasRead;
  private long waitingBytes;
  private boolean reading;
  private boolean flushesLater;

  /// How often the socket was connected to another peer: what is heard of an earlier one is old.
  private int connections;

  private boolean closing;
  private boolean closed;

  /// A link that takes a bound socket over.
  ///
  /// @param layer where its datagrams go
  /// @param maxWaitingBytes the most bytes kept when the kernel has no room for a datagram
  public DatagramLink(
      EventLoop loop,
      DatagramPort port,
      Receiver receiver,
      DatagramLayer<PeerAddress> layer,
      int maxWaitingBytes) {
    this.loop = loop;
    this.port = port;
    this.channel = port.channel();
    this.batchRefusal = port.batchRefusal();
    this.ownRefusal = port.ownRefusal();
    this.receiver = receiver;
    this.layer = layer;
    this.maxWaitingBytes = maxWaitingBytes;
  }

  /// Begins to listen to the socket.
  public void open() throws IOException {
    ChannelIo single = new ChannelIo(channel, loop.readBuffer(), this);
    io = single;
    if (batchRefusal == null) {
      try {
        io = new BatchIo(port, loop.datagramBatch(), single, this);
      } catch (OutOfMemoryError e) {
        batchRefusal = String.valueOf(e.getMessage());
        ownRefusal = batchRefusal;
      }
    }
    if (batchRefusal != null) {
      dropTable = port.dropTable();
      lookedAt = loop.now();
    }
    key = loop.register(channel, SelectionKey.OP_READ, this);
    loop.join(this);
  }

  /// Why this socket's datagrams do not go in batches: a sentence. Null if they do. Known once the
  /// link is open.
  public @Nullable String batchRefusal() {
    return batchRefusal;
  }

  /// Why it is not known which of our addresses a datagram came to: a sentence. Null if it is
  /// known, or there is one alone. Known once the link is open.
  public @Nullable String ownRefusal() {
    return ownRefusal;
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

  /// Datagrams are lost, as datagrams may be.
  @Override
  public void broken(Throwable cause) {}

  private void read() {
    DatagramIo io = this.io;
    if (io == null) {
      return;
    }
    reading = true;
    hasRead = true;
    try {
      io.receive();
    } catch (IOException e) {
      receiver.failed(e);
    } finally {
      reading = false;
      io.flush();
    }
    if (receiver.isPaused()) {
      updateInterest();
    }
  }

  @Override
  public boolean wantsMore() {
    return !closing && !receiver.isPaused();
  }

  /// One accident must not cost the rest of a batch.
  @Override
  public void take(PeerAddress from, ByteBuffer in) {
    try {
      if (wantsMore()) {
        layer.receive(from, in);
      } else if (!closing) {
        held.add(Datagram.copy(in, from.keep()));
      }
    } catch (Throwable e) {
      loop.failed(e);
    }
  }

  /// Sends a datagram of the bytes from the position of `bytes` to its limit, at the end of the
  /// read that goes on or of this turn. The receiver is told if it is refused.
  ///
  /// @param to stays what it is
  public void send(ByteBuffer bytes, PeerAddress to) {
    DatagramIo io = this.io;
    if (closed || io == null) {
      return;
    }
    if (!io.isFlushing()) {
      io.makeRoom(bytes.remaining());
    }
    // Behind those that wait already, some perhaps since a moment ago.
    if (!waiting.isEmpty() || io.isFlushing()) {
      full(bytes, to);
      return;
    }
    io.send(bytes, to);
    if (!reading && !flushesLater) {
      loop.flushLater(this); // first, since there may be no memory for it
      flushesLater = true;
    }
  }

  @Override
  public void endTurn() {
    flushesLater = false;
    flush();
  }

  private void flush() {
    if (io != null) {
      io.flush();
    }
  }

  @Override
  public void full(ByteBuffer bytes, PeerAddress to) {
    int size = bytes.remaining();
    if (closed || waitingBytes + size > maxWaitingBytes) {
      refused(to, size, "the system's send buffer and maxOutboxBytes are full");
      return;
    }
    waiting.add(Datagram.copy(bytes, to));
    waitingBytes += size;
    updateInterest();
  }

  @Override
  public void refused(PeerAddress peer, int size, String why) {
    receiver.refused(peer, size, why);
  }

  @Override
  public void dropped(long count) {
    receiver.dropped(count);
  }

  @Override
  public void unheard(PortUnreachableException cause) {
    int of = connections;
    loop.execute(() -> { // not in the middle of a send
      if (!closed && of == connections) {
        receiver.failed(cause);
      }
    });
  }

  /// Frees a connected socket from its peer and from the address of ours that it was connected
  /// from. Soon, not in the middle of a send.
  public void disconnect() {
    loop.execute(() -> {
      DatagramIo io = this.io;
      if (closed || io == null || !channel.isConnected()) {
        return;
      }
      io.flush();
      try {
        io.disconnect();
        receiver.disconnected(port.local());
      } catch (IOException e) {
        receiver.failed(e);
      }
    });
  }

  /// Has a connected socket call another peer. On the loop, not in the middle of a send.
  ///
  /// @return false if that cannot be called
  public boolean reconnect(InetSocketAddress peer) {
    DatagramIo io = this.io;
    if (closed || io == null) {
      return false;
    }
    io.flush();
    connections++;
    try {
      io.reconnect(peer);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Our address.
  public SocketAddress local() {
    return port.local();
  }

  private void sendWaiting() {
    for (Datagram next = waiting.peek(); next != null && io != null; next = waiting.peek()) {
      int size = next.bytes.remaining();
      try {
        if (!io.trySend(next.bytes, next.peer)) {
          return;
        }
      } catch (IOException e) {
        receiver.failed(e);
      }
      var _ = waiting.poll();
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
      key.interestOps(
          (wantsMore() ? SelectionKey.OP_READ : 0)
              | (waiting.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }
  }

  /// Goes on after the receiver was paused, with what was held meanwhile. Not inside a callback.
  public void resume() {
    while (!held.isEmpty() && wantsMore()) {
      Datagram next = held.remove();
      layer.receive(next.peer, next.bytes);
    }
    updateInterest();
  }

  /// Sends what waits, then closes. Reads no more.
  public void finish() {
    closing = true;
    flush();
    if (waiting.isEmpty()) {
      close();
    } else {
      updateInterest();
    }
  }

  /// Closes now. What was sent is with the system, as far as that has room.
  public void close() {
    if (closed) {
      return;
    }
    closing = true;
    flush();
    closed = true;
    held.clear();
    waiting.clear();
    loop.leave(this);
    if (io != null) {
      io.close();
    }
    Sockets.close(channel);
    receiver.closed();
  }

  @Override
  public void sweep(long nowNanos) {
    DropTable table = dropTable;
    if (table != null && hasRead && nowNanos - lookedAt >= LOOK_NANOS) {
      hasRead = false;
      lookedAt = nowNanos;
      long drops = table.drops();
      receiver.dropped(drops - dropsSeen);
      dropsSeen = drops;
    }
    receiver.sweep(nowNanos);
  }

  @Override
  public void abandon() {
    close();
  }

  @Override
  public Receiver receiver() {
    return receiver;
  }
}
