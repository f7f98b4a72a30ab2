package dev.parley.internal.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A bound datagram socket.
public final class DatagramPort implements Port {
  private final DatagramChannel channel;
  private final int descriptor;
  private final boolean sendsRuns;
  private final @Nullable String batchRefusal;
  private final @Nullable String ownRefusal;
  private final boolean isListener;
  private final boolean refusesIpv4;

  private DatagramPort(
      DatagramChannel channel,
      int descriptor,
      boolean sendsRuns,
      @Nullable String batchRefusal,
      @Nullable String ownRefusal,
      boolean isListener,
      boolean refusesIpv4) {
    this.channel = channel;
    this.descriptor = descriptor;
    this.sendsRuns = sendsRuns;
    this.batchRefusal = batchRefusal;
    this.ownRefusal = ownRefusal;
    this.isListener = isListener;
    this.refusesIpv4 = refusesIpv4;
  }

  /// A socket used in batches, which has this descriptor.
  ///
  /// @param sendsRuns true if the system may be given several datagrams as one, to be cut
  /// @param isListener true for a socket of many peers, which call addresses of ours
  DatagramPort(DatagramChannel channel, int descriptor, boolean sendsRuns, boolean isListener) {
    this(
        channel,
        descriptor,
        sendsRuns,
        null,
        isListener ? ownRefusal(channel, descriptor) : null,
        isListener,
        false);
    boolean _ = BatchCalls.reportDrops(descriptor);
  }

  /// A socket used one datagram at a time, since `batchRefusal`.
  DatagramPort(DatagramChannel channel, String batchRefusal, boolean isListener) {
    this(
        channel,
        -1,
        false,
        batchRefusal,
        isListener && isAtEveryAddress(channel) ? batchRefusal : null,
        isListener,
        false);
  }

  /// This socket, for IPv6 alone: see [Port#refusesIpv4].
  DatagramPort refusingIpv4() {
    return new DatagramPort(
        channel, descriptor, sendsRuns, batchRefusal, ownRefusal, isListener, true);
  }

  private static @Nullable String ownRefusal(DatagramChannel channel, int descriptor) {
    return !isAtEveryAddress(channel)
            || BatchCalls.reportOwnAddress(descriptor, BatchSupport.isIpv4Only(descriptor))
        ? null
        : "the system does not report it";
  }

  private static boolean isAtEveryAddress(DatagramChannel channel) {
    try {
      return channel.getLocalAddress() instanceof InetSocketAddress local
          && local.getAddress().isAnyLocalAddress();
    } catch (IOException e) {
      return false; // closed
    }
  }

  /// Binds it to one peer: datagrams of others are not heard, and the system tells when nobody
  /// listens there.
  ///
  /// @throws ConnectException if that is this very socket, so that nobody else listens there
  public void connect(SocketAddress peer) throws IOException {
    try {
      channel.connect(peer);
    } catch (UnsupportedAddressTypeException e) {
      throw AddressFamilies.noIpv6();
    }
    if (channel.getLocalAddress().equals(peer)) {
      throw new ConnectException("Connection refused");
    }
  }

  /// Why this socket's datagrams do not go in batches: a sentence. Null if they do.
  public @Nullable String batchRefusal() {
    return batchRefusal;
  }

  /// Why it is not known which address of ours a datagram came to, so that the system chooses where
  /// answers come from: a sentence. Null if it is known, or there is one alone.
  public @Nullable String ownRefusal() {
    return ownRefusal;
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
  public boolean refusesIpv4() {
    return refusesIpv4;
  }

  @Override
  public List<BufferCut> cuts(int receiveBuffer, int sendBuffer) {
    return BufferCut.of(channel, receiveBuffer, sendBuffer);
  }

  @Override
  public void close() {
    Sockets.close(channel);
  }

  /// A second socket at the address of a connected one, to send with; what comes from the peer
  /// still goes to the connected one, which fits better. Linux and macOS only (SO_REUSEPORT).
  ///
  /// Both allow it for this moment alone: a socket that allowed it when it was bound might be given
  /// a port that another one has.
  static DatagramChannel sibling(DatagramChannel channel) throws IOException {
    if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
      throw new IOException("this system sends no empty datagram from a connected socket");
    }
    DatagramChannel sibling = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      sibling.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      sibling.bind(channel.getLocalAddress());
      sibling.setOption(StandardSocketOptions.SO_REUSEPORT, false);
      return sibling;
    } catch (IOException | RuntimeException e) {
      sibling.close();
      throw e;
    } finally {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, false);
    }
  }

  DatagramChannel channel() {
    return channel;
  }

  /// The system's number of this socket; asked for only while [#batchRefusal] is null.
  int descriptor() {
    return descriptor;
  }

  /// True if datagrams may leave as runs ([DatagramRuns]).
  boolean sendsRuns() {
    return sendsRuns;
  }

  /// Where the drops of a listener are looked up that does not say them itself; null for any other.
  @Nullable DropTable dropTable() {
    return isListener && batchRefusal != null && local() instanceof InetSocketAddress local
        ? DropTable.of(local)
        : null;
  }

  /// True for a socket that was made for IPv4 alone and has no IPv6 form of addresses.
  boolean isIpv4Only() {
    return BatchSupport.isIpv4Only(descriptor);
  }
}
