package dev.parley.internal.net;

import dev.parley.internal.posix.Errno;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// Receives and sends many datagrams with one system call: `recvmmsg` and `sendmmsg`. They bypass
/// the channel, which still owns the descriptor and is what the selector watches.
///
/// A descriptor number that was closed may belong to another file by now. A registered channel
/// releases its descriptor only on the thread of its selector, inside a select; so on that thread,
/// which is ours, the descriptor of an open channel stays valid until the call is over.
///
/// Datagrams to one peer are sent as runs that the system splits ([DatagramRuns]), until a run is
/// refused whose datagrams are accepted one by one: some networks, devices and sockets cannot
/// split.
///
/// With each datagram the system reports our address that it was sent to, if there are several, and
/// how many datagrams it had to drop; answers are sent from that address.
///
/// Anything unusual (the system refuses a datagram or a run) is repeated through the channel, whose
/// exceptions users know.
final class BatchIo implements DatagramIo {
  private final DatagramChannel channel;
  private final int descriptor;
  private final boolean isIpv4Only;
  private boolean isConnected;
  private final DatagramBatch batch;
  private final ChannelIo single;
  private final Owner owner;
  private final PeerAddress from = new PeerAddress();
  private boolean sendsRuns;
  private boolean closed;
  private int dropped;

  /// @param batch the loop's memory, shared by its sockets
  BatchIo(DatagramPort port, DatagramBatch batch, ChannelIo single, Owner owner) {
    this.channel = port.channel();
    this.descriptor = port.descriptor();
    this.isIpv4Only = port.isIpv4Only();
    this.isConnected = channel.isConnected();
    this.sendsRuns = port.sendsRuns();
    this.batch = batch;
    this.single = single;
    this.owner = owner;
  }

  @Override
  public void receive() throws IOException {
    if (!isUsable() || !owner.wantsMore()) {
      return;
    }
    int count = batch.receive(descriptor);
    if (count < 0) {
      switch (-count) {
        case Errno.EAGAIN, Errno.EINTR -> {
          return;
        }
        case Errno.ECONNREFUSED -> throw new PortUnreachableException();
        default -> throw new IOException("the system's error " + -count);
      }
    }
    for (int i = 0; i < count && !closed; i++) {
      ByteBuffer in = batch.received(i, from);
      if (in == null) {
        owner.refused(from, 0, Problem.of(DatagramProblem.OVER_BUFFER, EventLoop.BUFFER_BYTES));
      } else {
        owner.take(from, in);
      }
    }
    int droppedSoFar = batch.dropped(dropped);
    if (droppedSoFar != dropped) {
      owner.dropped(Integer.toUnsignedLong(droppedSoFar - dropped));
      dropped = droppedSoFar;
    }
  }

  @Override
  public void makeRoom(int bytes) {
    if (!batch.isHeldBy(this) || !batch.hasRoom(bytes)) {
      batch.holdFor(this);
    }
  }

  @Override
  public void send(ByteBuffer bytes, PeerAddress to) {
    batch.add(bytes, to, sendsRuns);
  }

  @Override
  public boolean trySend(ByteBuffer bytes, PeerAddress to) throws IOException {
    if (to.hasOwn()) {
      int sent = sendFromOwn(bytes, to);
      if (sent > 0 || sent == -Errno.EAGAIN) {
        return sent > 0;
      }
    }
    return single.trySend(bytes, to); // the address may no longer be ours; the system chooses one
  }

  private int sendFromOwn(ByteBuffer bytes, PeerAddress to) {
    int sent;
    do {
      sent = batch.sendOne(descriptor, bytes, to, isIpv4Only);
    } while (sent == -Errno.EINTR);
    return sent;
  }

  @Override
  public void flush() {
    if (batch.isFlushing() || !batch.isHeldBy(this)) {
      return;
    }
    try {
      batch.beginFlush(!isConnected, isIpv4Only);
      int next = 0;
      while (next < batch.runs() && isUsable()) {
        int sent = batch.send(descriptor, next);
        if (sent >= 0) {
          next += sent;
        } else if (sent != -Errno.EINTR) {
          if (sent == -Errno.ECONNREFUSED) {
            owner.unreachable(new PortUnreachableException()); // of an earlier datagram
          }
          next = sendSingly(next, -sent);
        }
      }
    } finally {
      batch.endFlush();
    }
  }

  /// Sends the datagrams of a run, often only one, through the channel, whose exception tells the
  /// cause. If the kernel is full, queues these and those behind them.
  ///
  /// @param error the system's error for the whole run
  /// @return the run to continue with
  private int sendSingly(int run, int error) {
    boolean isFull = error == Errno.EAGAIN;
    boolean isTaken = false;
    int next = batch.start(run);
    while (!isFull && next < batch.start(run + 1) && isUsable()) {
      ByteBuffer bytes = batch.bytes(next);
      PeerAddress to = batch.receiver(next);
      int size = bytes.remaining();
      try {
        isFull = !trySend(bytes, to);
        isTaken |= !isFull;
      } catch (IOException e) {
        owner.refused(to, size, Problem.of(DatagramProblem.SENDING_FAILED, Problem.of(e)));
      }
      next += isFull ? 0 : 1;
    }
    if (isTaken && batch.isSplit(run) && isSplitError(error)) {
      sendsRuns = false;
    }
    if (!isFull) {
      return run + 1;
    }
    for (int i = next; i < batch.added(); i++) {
      owner.full(batch.bytes(i), batch.receiver(i));
    }
    return batch.runs();
  }

  /// Returns true for errors that the system reports when a run cannot be split, though some have
  /// other causes too: the datagrams exceed the packet size of the path, nothing can compute their
  /// checksums, the socket uses none.
  private static boolean isSplitError(int error) {
    return switch (error) {
      case Errno.EIO, Errno.EINVAL, Errno.EMSGSIZE, Errno.ENOPROTOOPT, Errno.EOPNOTSUPP -> true;
      default -> false;
    };
  }

  /// Returns true as long as datagrams are sent in runs.
  boolean sendsRuns() {
    return sendsRuns;
  }

  private boolean isUsable() {
    return !closed && channel.isOpen();
  }

  @Override
  public void disconnect() throws IOException {
    single.disconnect();
    isConnected = channel.isConnected();
  }

  @Override
  public void reconnect(InetSocketAddress peer) throws IOException {
    try {
      single.reconnect(peer);
    } finally {
      isConnected = channel.isConnected();
    }
  }

  @Override
  public boolean isFlushing() {
    return batch.isFlushing();
  }

  @Override
  public void close() {
    closed = true;
    single.close();
  }
}
