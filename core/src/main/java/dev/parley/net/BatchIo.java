package dev.parley.net;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// One system call for many datagrams: `recvmmsg` and `sendmmsg`, past the channel, which stays the
/// owner of the descriptor and is what the selector watches.
///
/// A descriptor that was closed may be another file by now. A channel that is registered gives its
/// descriptor back on the thread of its selector alone, inside a select; so on that thread, which
/// is ours, an open channel's descriptor stays what it is until the call is over.
///
/// Whatever is no routine (the system refuses a datagram) goes through the channel once more, whose
/// exceptions users know.
final class BatchIo implements DatagramIo {
  private final DatagramChannel channel;
  private final int descriptor;
  private final boolean isIpv4Only;
  private final boolean isConnected;
  private final DatagramBatch batch;
  private final ChannelIo single;
  private final Owner owner;
  private final PeerAddress from = new PeerAddress();
  private final PeerAddress[] receivers = new PeerAddress[BATCH];
  private boolean closed;

  /// @param batch the memory of the loop, shared by its sockets
  BatchIo(DatagramPort port, DatagramBatch batch, ChannelIo single, Owner owner) {
    this.channel = port.channel();
    this.descriptor = port.descriptor();
    this.isIpv4Only = port.isIpv4Only();
    this.isConnected = channel.isConnected();
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
        case BatchCalls.EAGAIN, BatchCalls.EINTR -> {
          return;
        }
        case BatchCalls.ECONNREFUSED -> throw new PortUnreachableException();
        default -> throw new IOException("the system's error " + -count);
      }
    }
    for (int i = 0; i < count && !closed; i++) {
      ByteBuffer in = batch.received(i, from);
      if (in == null) {
        owner.refused(from, 0, "it exceeds " + Loop.BUFFER_BYTES + " bytes and was cut");
      } else {
        owner.take(from, in);
      }
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
    int place = batch.add(bytes, isConnected ? null : to, isIpv4Only);
    receivers[place] = to;
  }

  @Override
  public boolean trySend(ByteBuffer bytes, PeerAddress to) throws IOException {
    return single.trySend(bytes, to);
  }

  @Override
  public void flush() {
    if (batch.isFlushing() || !batch.isHeldBy(this)) {
      return;
    }
    batch.beginFlush();
    try {
      int next = 0;
      while (next < batch.added() && isUsable()) {
        int sent = batch.send(descriptor, next);
        if (sent >= 0) {
          next += sent;
        } else if (sent != -BatchCalls.EINTR) {
          next = sendSingly(next, sent == -BatchCalls.EAGAIN);
        }
      }
    } finally {
      batch.endFlush();
    }
  }

  /// Sends the datagram at `place` through the channel, which says what the matter is; when the
  /// kernel is full, neither this one nor those behind it.
  ///
  /// @return the place to go on at
  private int sendSingly(int place, boolean isFull) {
    ByteBuffer bytes = batch.added(place);
    PeerAddress to = receivers[place];
    int size = bytes.remaining();
    boolean goesOn = false;
    try {
      goesOn = !isFull && single.trySend(bytes, to);
    } catch (IOException e) {
      owner.refused(to, size, "the system refused to send it: " + e.getMessage());
      goesOn = true;
    }
    if (goesOn) {
      return place + 1;
    }
    for (int i = place; i < batch.added(); i++) {
      owner.full(batch.added(i), receivers[i]);
    }
    return batch.added();
  }

  private boolean isUsable() {
    return !closed && channel.isOpen();
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
