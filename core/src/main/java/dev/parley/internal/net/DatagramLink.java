package dev.parley.internal.net;

import dev.parley.layer.DatagramLayer;
import dev.parley.limit.RingQueue;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
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
///   ready ─▶ a batch is received ─▶ layer, one datagram at a time ─▶ answers are sent in a batch
///                    └─ held while the receiver is paused     └─ queued while the kernel is full
/// ```
///
/// Datagrams that are sent outside of a read leave at the end of the turn.
public final class DatagramLink extends EventLoop.Member
    implements EventLoop.Ready, FlushQueue.Flushable, DatagramIo.Owner {
  /// The receiver above a link. Called on the loop.
  public interface Receiver {
    /// A datagram of `size` bytes to `to` is lost on our side; `why` is a sentence. Called during
    /// [DatagramLink#send] or any time after it, before [#closed].
    void refused(PeerAddress to, int size, Problem why);

    /// Returns true while the receiver wants no more input: datagrams wait in the kernel, as far as
    /// it has room, and at most one batch here.
    boolean isPaused();

    /// The socket failed; for a connected one, also because nobody listens at the other end. The
    /// socket stays open.
    void failed(IOException cause);

    /// The system has taken all datagrams that had to wait. Not inside a callback.
    void taken();

    /// The system dropped `count` received datagrams for lack of buffer space.
    void dropped(long count);

    /// The socket is no longer connected, as requested; its own address is `local`, whose host is
    /// the wildcard.
    void disconnected(SocketAddress local);

    /// Checks deadlines; called several times a second.
    void sweep(long nowNanos);

    /// The socket is closed. The last call.
    void closed();
  }

  /// How often the drop count is read, if the socket does not report it itself and input has
  /// arrived.
  private static final long DROP_CHECK_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Datagram(ByteBuffer bytes, PeerAddress peer) {
    /// Copies the bytes from the position of `bytes` to its limit.
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
  private @Nullable Problem batchRefusal;
  private @Nullable Problem ownRefusal;
  private @Nullable DatagramIo io;
  private @Nullable SelectionKey key;
  private @Nullable DropTable dropTable;
  private long dropsSeen;
  private long dropsCheckedAt;
  private boolean hasRead;
  private long waitingBytes;
  private boolean isReading;
  private boolean isQueuedForFlush;

  /// The number of times that the socket was connected to another peer: an error of an earlier
  /// connection is stale.
  private int connections;

  private boolean closing;
  private boolean closed;

  /// Creates a link that takes over a bound socket.
  ///
  /// @param layer receives its datagrams
  /// @param maxWaitingBytes the most bytes queued while the kernel has no room
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

  /// Registers the socket with the selector.
  public void open() throws IOException {
    ChannelIo single = new ChannelIo(channel, loop.buffers().readBuffer(), this);
    io = single;
    if (batchRefusal == null) {
      try {
        io = new BatchIo(port, loop.buffers().datagramBatch(), single, this);
      } catch (OutOfMemoryError e) {
        batchRefusal = Problem.of(e);
        ownRefusal = batchRefusal;
      }
    }
    if (batchRefusal != null) {
      dropTable = port.dropTable();
      dropsCheckedAt = loop.now();
    }
    key = loop.register(channel, SelectionKey.OP_READ, this);
    loop.join(this);
  }

  /// Returns why this socket does not use batches, as a sentence; null if it does. Known once the
  /// link is open.
  public @Nullable Problem batchRefusal() {
    return batchRefusal;
  }

  /// Returns why the local address of a received datagram is unknown, as a sentence; null if it is
  /// known, or there is only one. Known once the link is open.
  public @Nullable Problem ownRefusal() {
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

  /// Does nothing: some datagrams are lost, as datagrams may be.
  @Override
  public void broken(Throwable cause) {}

  private void read() {
    DatagramIo io = this.io;
    if (io == null) {
      return;
    }
    isReading = true;
    hasRead = true;
    try {
      io.receive();
    } catch (IOException e) {
      receiver.failed(e);
    } finally {
      isReading = false;
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

  /// One failure must not lose the rest of a batch.
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
  /// current read or of this turn. If it is refused, the receiver is notified.
  ///
  /// @param to must not change afterwards
  public void send(ByteBuffer bytes, PeerAddress to) {
    DatagramIo io = this.io;
    if (closed || io == null) {
      return;
    }
    if (!io.isFlushing()) {
      io.makeRoom(bytes.remaining());
    }
    // Behind those that are queued already, perhaps just now.
    if (!waiting.isEmpty() || io.isFlushing()) {
      full(bytes, to);
      return;
    }
    io.send(bytes, to);
    if (!isReading && !isQueuedForFlush) {
      loop.flushLater(this); // first, since there may be no memory for it
      isQueuedForFlush = true;
    }
  }

  @Override
  public void endTurn() {
    isQueuedForFlush = false;
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
      refused(to, size, Problem.of(DatagramProblem.SYSTEM_FULL));
      return;
    }
    waiting.add(Datagram.copy(bytes, to));
    waitingBytes += size;
    updateInterest();
  }

  @Override
  public void refused(PeerAddress peer, int size, Problem why) {
    receiver.refused(peer, size, why);
  }

  @Override
  public void dropped(long count) {
    receiver.dropped(count);
  }

  @Override
  public void unreachable(PortUnreachableException cause) {
    int of = connections;
    loop.execute(() -> { // not in the middle of a send
      if (!closed && of == connections) {
        receiver.failed(cause);
      }
    });
  }

  /// Disconnects a connected socket from its peer and from the local address that the connection
  /// chose. Runs as a task, not in the middle of a send.
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

  /// Connects a connected socket to another peer. On the loop, not in the middle of a send.
  ///
  /// @return false if that fails
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

  /// Returns our address.
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
    receiver.taken();
    if (closing) {
      close();
    } else {
      updateInterest();
    }
  }

  /// Returns true unless datagrams wait until the system has room for them. Those of the current
  /// turn are passed to it at its end.
  public boolean isAllTaken() {
    return waiting.isEmpty();
  }

  private void updateInterest() {
    SelectionKey key = this.key;
    if (key != null && key.isValid()) {
      key.interestOps(
          (wantsMore() ? SelectionKey.OP_READ : 0)
              | (waiting.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }
  }

  /// Continues after the receiver was paused, with what was held meanwhile. Not inside a callback.
  public void resume() {
    while (!held.isEmpty() && wantsMore()) {
      Datagram next = held.remove();
      layer.receive(next.peer, next.bytes);
    }
    updateInterest();
  }

  /// Sends what is queued, then closes. Reads no more.
  public void finish() {
    closing = true;
    flush();
    if (waiting.isEmpty()) {
      close();
    } else {
      updateInterest();
    }
  }

  /// Closes now. Datagrams that were sent are passed to the system, as far as it has room.
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
    if (table != null && hasRead && nowNanos - dropsCheckedAt >= DROP_CHECK_NANOS) {
      hasRead = false;
      dropsCheckedAt = nowNanos;
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
