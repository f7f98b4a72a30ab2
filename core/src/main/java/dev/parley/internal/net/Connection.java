package dev.parley.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connected stream socket on its way from whoever opened it to the [StreamLink] that takes it
/// over.
public final class Connection {
  private final SocketChannel channel;
  private final SocketAddress peer;
  private final SocketAddress local;
  private final boolean isTcp;

  /// @throws IOException if the peer has left already
  Connection(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.peer = channel.getRemoteAddress();
    this.local = channel.getLocalAddress();
    this.isTcp = peer instanceof InetSocketAddress;
  }

  private Connection(Connection bare, SocketAddress peer, SocketAddress local) {
    this.channel = bare.channel;
    this.peer = peer;
    this.local = local;
    this.isTcp = bare.isTcp;
  }

  /// The same connection as one of `peer`, who has called `local`: a proxy says so. Itself if it
  /// does not say.
  public Connection claimedBy(@Nullable SocketAddress peer, @Nullable SocketAddress local) {
    return peer == null || local == null ? this : new Connection(this, peer, local);
  }

  /// The peer's address, which may be a proxy's word.
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

  /// Has the system end it when what is sent stays unacknowledged for so long, if ours can be asked
  /// for that; nothing happens if it is closed. On the thread that closes it.
  public void limitUnacknowledged(int millis) {
    if (isInternet()) {
      boolean _ = UserTimeout.set(channel, DescriptorSearch.Kind.CONNECTION, millis);
    }
  }

  /// What [#limitUnacknowledged] takes the first time in a process, on any thread: the loops of
  /// others need not wait for it.
  public static void prepareForLimits() {
    UserTimeout.prepare();
  }

  /// True if [#limitUnacknowledged] takes microseconds.
  public static boolean isPreparedForLimits() {
    return UserTimeout.isPrepared();
  }

  boolean isInternet() {
    return peer instanceof InetSocketAddress;
  }

  /// Closes it, for an owner that has no use for it.
  public void close() {
    Sockets.close(channel);
  }

  /// True if the channel's bytes go over TCP, whoever the peer is.
  boolean isTcp() {
    return isTcp;
  }

  public SocketChannel channel() {
    return channel;
  }
}
