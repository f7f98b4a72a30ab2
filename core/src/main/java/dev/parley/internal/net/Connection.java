package dev.parley.internal.net;

import dev.parley.internal.posix.DescriptorSearch;
import dev.parley.internal.posix.UserTimeout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connected stream socket on its way from the code that opened it to the [StreamLink] that takes
/// it over.
public final class Connection {
  private final SocketChannel channel;
  private final SocketAddress peer;
  private final SocketAddress local;
  private final boolean isTcp;
  private final boolean isTuned;

  /// @throws IOException if the peer has left already
  Connection(SocketChannel channel) throws IOException {
    this(channel, false);
  }

  /// @param isTuned see [#isTuned]
  private Connection(SocketChannel channel, boolean isTuned) throws IOException {
    this.channel = channel;
    this.peer = channel.getRemoteAddress();
    this.local = channel.getLocalAddress();
    this.isTcp = peer instanceof InetSocketAddress;
    this.isTuned = isTuned;
  }

  /// Takes over an accepted socket; returns null if the peer left before it was served.
  static @Nullable Connection accepted(SocketChannel peer, InheritedOptions options) {
    try {
      return new Connection(peer, options.accepted(peer));
    } catch (IOException e) {
      Sockets.close(peer);
      return null;
    } catch (RuntimeException | Error e) {
      Sockets.close(peer); // nobody else owns it
      throw e;
    }
  }

  private Connection(Connection bare, SocketAddress peer, SocketAddress local) {
    this.channel = bare.channel;
    this.peer = peer;
    this.local = local;
    this.isTcp = bare.isTcp;
    this.isTuned = bare.isTuned;
  }

  /// Returns the same connection with the addresses that a proxy states: it comes from `peer`,
  /// which has called `local`. Returns this connection if the proxy states none.
  public Connection claimedBy(@Nullable SocketAddress peer, @Nullable SocketAddress local) {
    return peer == null || local == null ? this : new Connection(this, peer, local);
  }

  /// Returns the peer's address, as stated by a proxy if there is one.
  public SocketAddress peer() {
    return peer;
  }

  /// Returns our address, as stated by a proxy if there is one.
  public SocketAddress local() {
    return local;
  }

  /// Returns the buffers that the system made smaller than requested, where 0 requests nothing.
  public List<BufferCut> cuts(int receiveBuffer, int sendBuffer) {
    return BufferCut.of(channel, receiveBuffer, sendBuffer);
  }

  /// Sets the time after which the system ends the connection if sent data stays unacknowledged,
  /// where that is possible; does nothing if it is closed. Call it on the thread that closes the
  /// connection.
  public void limitUnacknowledged(int millis) {
    if (isInternet()) {
      boolean _ = UserTimeout.set(channel, DescriptorSearch.Kind.CONNECTION, millis);
    }
  }

  /// Does the work that the first call of [#limitUnacknowledged] in a process would do, on any
  /// thread, so that the caller's loops need not wait for it.
  public static void prepareForLimits() {
    UserTimeout.prepare();
  }

  /// Returns true if [#limitUnacknowledged] takes only microseconds.
  public static boolean isPreparedForLimits() {
    return UserTimeout.isPrepared();
  }

  /// Returns true if the peer's address is an internet address.
  boolean isInternet() {
    return peer instanceof InetSocketAddress;
  }

  /// Closes the connection, for an owner that has no use for it.
  public void close() {
    Sockets.close(channel);
  }

  /// Returns true if the channel itself uses TCP, whatever the address of the peer.
  boolean isTcp() {
    return isTcp;
  }

  /// Returns true if it has inherited from its listener what [Sockets#tuneAccepted] would set.
  boolean isTuned() {
    return isTuned;
  }

  /// Returns the channel.
  public SocketChannel channel() {
    return channel;
  }
}
