package dev.parley.internal.net;

import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/// Makes one call of the JDK for each datagram. Works everywhere.
final class ChannelIo implements DatagramIo {
  private final DatagramChannel channel;

  /// False for the JDK's own channels, see [#sendEmpty].
  private final boolean sendsEmpty;

  private final ByteBuffer in;
  private final Owner owner;
  private final PeerAddress from = new PeerAddress();
  private @Nullable DatagramChannel emptySender;

  /// @param in larger than any datagram, so that none is ever truncated; used during [#receive]
  ///   only
  ChannelIo(DatagramChannel channel, ByteBuffer in, Owner owner) {
    this.channel = channel;
    this.sendsEmpty = !channel.provider().equals(SelectorProvider.provider());
    this.in = in;
    this.owner = owner;
  }

  @Override
  public void receive() throws IOException {
    for (int i = 0; i < BATCH && owner.wantsMore(); i++) {
      SocketAddress sender = channel.receive(in.clear());
      if (sender == null) {
        return;
      }
      from.set((InetSocketAddress) sender);
      owner.take(from, in.flip());
    }
  }

  @Override
  public void makeRoom(int bytes) {}

  @Override
  public void send(ByteBuffer bytes, PeerAddress to) {
    int size = bytes.remaining();
    try {
      if (!trySend(bytes, to)) {
        owner.full(bytes, to);
      }
    } catch (IOException e) {
      owner.refused(to, size, Problem.of(DatagramProblem.SENDING_FAILED, Problem.of(e)));
    }
  }

  @Override
  public boolean trySend(ByteBuffer bytes, PeerAddress to) throws IOException {
    try {
      return write(bytes, to);
    } catch (PortUnreachableException e) {
      // Of an earlier datagram: a socket keeps such an error for the next call, whichever it is.
      owner.unreachable(e);
      return write(bytes, to);
    }
  }

  private boolean write(ByteBuffer bytes, PeerAddress to) throws IOException {
    boolean isEmpty = !bytes.hasRemaining();
    if (isEmpty && !sendsEmpty && channel.isConnected()) {
      sendEmpty(bytes, to);
      return true;
    }
    return channel.send(bytes, to.next().internet()) > 0 || isEmpty;
  }

  /// Sends empty datagrams through an unconnected socket at the same address: for an empty write to
  /// a connected socket the JDK does nothing and sends no datagram.
  private void sendEmpty(ByteBuffer empty, PeerAddress to) throws IOException {
    DatagramChannel sender = emptySender;
    if (sender == null) {
      sender = DatagramPort.sibling(channel);
      emptySender = sender;
    }
    int _ = sender.send(empty, to.next().internet());
  }

  @Override
  public void flush() {}

  /// Closes the second socket first: disconnecting binds the first one to the same address again.
  @Override
  public void disconnect() throws IOException {
    close();
    emptySender = null;
    channel.disconnect();
  }

  @Override
  public void reconnect(InetSocketAddress peer) throws IOException {
    if (channel.isConnected()) {
      disconnect();
    }
    try {
      channel.connect(peer);
    } catch (PortUnreachableException e) {
      // Of a datagram to the previous peer; the socket kept the error, and is connected.
    } catch (UnsupportedAddressTypeException e) {
      throw AddressFamilies.noIpv6();
    }
  }

  @Override
  public boolean isFlushing() {
    return false;
  }

  @Override
  public void close() {
    if (emptySender != null) {
      Sockets.close(emptySender);
    }
  }
}
