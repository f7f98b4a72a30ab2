package dev.parley.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

/// A connected stream socket on its way from whoever opened it to the [StreamLink] that takes it
/// over.
public final class Connection {
  private final SocketChannel channel;
  private final SocketAddress peer;
  private final SocketAddress local;

  /// @throws IOException if the peer has left already
  Connection(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.peer = channel.getRemoteAddress();
    this.local = channel.getLocalAddress();
  }

  /// The peer's address.
  public SocketAddress peer() {
    return peer;
  }

  /// Our address.
  public SocketAddress local() {
    return local;
  }

  /// The buffers of which the system gave less than was asked for, where 0 asks for nothing.
  public List<BufferCut> cuts(int receiveBuffer, int sendBuffer) {
    return BufferCut.of(channel, receiveBuffer, sendBuffer);
  }

  /// Closes it, for an owner that has no use for it.
  public void close() {
    Sockets.close(channel);
  }

  SocketChannel channel() {
    return channel;
  }
}
