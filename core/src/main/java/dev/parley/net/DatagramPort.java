package dev.parley.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/// A bound datagram socket.
public final class DatagramPort implements Port {
  private final DatagramChannel channel;

  DatagramPort(DatagramChannel channel) {
    this.channel = channel;
  }

  /// Binds it to one peer: datagrams of others are not heard, and the system tells when nobody
  /// listens there.
  public void connect(SocketAddress peer) throws IOException {
    channel.connect(peer);
  }

  @Override
  public SocketAddress local() {
    try {
      return channel.getLocalAddress();
    } catch (IOException e) {
      throw new IllegalStateException("asked for the address of a closed socket", e);
    }
  }

  @Override
  public void close() {
    Sockets.close(channel);
  }

  /// A second socket at the address of a connected one, to send with; what comes from the peer
  /// still goes to the connected one, which fits better. Linux and macOS only (SO_REUSEPORT).
  static DatagramChannel sibling(DatagramChannel channel) throws IOException {
    if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
      throw new IOException("this system sends no empty datagram from a connected socket");
    }
    DatagramChannel sibling = DatagramChannel.open();
    try {
      sibling.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      return sibling.bind(channel.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      sibling.close();
      throw e;
    }
  }

  DatagramChannel channel() {
    return channel;
  }
}
