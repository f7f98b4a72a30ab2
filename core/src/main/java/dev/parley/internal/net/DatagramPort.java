package dev.parley.internal.net;

import dev.parley.internal.net.memory.MemoryDatagramChannel;
import dev.parley.internal.posix.DescriptorOptions;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
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
  private final @Nullable Problem batchRefusal;
  private final @Nullable Problem ownRefusal;
  private final boolean isListener;
  private final boolean refusesIpv4;

  private DatagramPort(
      DatagramChannel channel,
      int descriptor,
      boolean sendsRuns,
      @Nullable Problem batchRefusal,
      @Nullable Problem ownRefusal,
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

  /// A socket with this descriptor that uses batches.
  ///
  /// @param sendsRuns true if the system can split one large datagram into several
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
    boolean _ = DescriptorOptions.reportDrops(descriptor);
  }

  /// A socket that handles one datagram at a time, for the reason `batchRefusal`.
  DatagramPort(DatagramChannel channel, Problem batchRefusal, boolean isListener) {
    this(
        channel,
        -1,
        false,
        batchRefusal,
        isListener && isAtEveryAddress(channel) ? batchRefusal : null,
        isListener,
        false);
  }

  /// A socket within this process: there are no system calls to save, and the socket has one
  /// address.
  static DatagramPort inMemory(MemoryDatagramChannel channel) {
    return new DatagramPort(
        channel, -1, false, Problem.of(DatagramProblem.IN_MEMORY), null, false, false);
  }

  /// Returns this socket, marked as IPv6-only: see [Port#refusesIpv4].
  DatagramPort refusingIpv4() {
    return new DatagramPort(
        channel, descriptor, sendsRuns, batchRefusal, ownRefusal, isListener, true);
  }

  private static @Nullable Problem ownRefusal(DatagramChannel channel, int descriptor) {
    return !isAtEveryAddress(channel) || DescriptorOptions.reportOwnAddress(descriptor)
        ? null
        : Problem.of(DatagramProblem.ADDRESS_NOT_REPORTED);
  }

  private static boolean isAtEveryAddress(DatagramChannel channel) {
    try {
      return channel.getLocalAddress() instanceof InetSocketAddress local
          && local.getAddress().isAnyLocalAddress();
    } catch (IOException e) {
      return false; // closed
    }
  }

  /// Connects the socket to one peer: datagrams of others are not received, and the system reports
  /// when nobody listens there.
  ///
  /// @throws ConnectException if the peer is this very socket, so that nobody else listens there
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

  /// Returns why this socket does not use batches, as a sentence; null if it does.
  public @Nullable Problem batchRefusal() {
    return batchRefusal;
  }

  /// Returns why the local address of a received datagram is unknown, so that the system chooses
  /// the source of answers, as a sentence; null if it is known, or there is only one.
  public @Nullable Problem ownRefusal() {
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

  /// Opens a second socket at the address of a connected one, to send with; datagrams from the peer
  /// still go to the connected one, which matches better. Linux and macOS only (SO_REUSEPORT).
  ///
  /// Both sockets allow it for this moment alone: a socket that allowed it when it was bound might
  /// be given a port that is already in use.
  static DatagramChannel sibling(DatagramChannel channel) throws IOException {
    if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
      throw new ProblemIOException(DatagramProblem.EMPTY_NOT_SENT);
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

  /// Returns the channel.
  DatagramChannel channel() {
    return channel;
  }

  /// Returns the file descriptor of this socket; valid only while [#batchRefusal] is null.
  int descriptor() {
    return descriptor;
  }

  /// Returns true if datagrams may be sent as runs ([DatagramRuns]).
  boolean sendsRuns() {
    return sendsRuns;
  }

  /// Returns the table to look up the drops of a listener that does not report them itself; null
  /// for any other socket.
  @Nullable DropTable dropTable() {
    return isListener && batchRefusal != null && local() instanceof InetSocketAddress local
        ? DropTable.of(local)
        : null;
  }

  /// Returns true for a socket that was created for IPv4 only and has no IPv6 form of addresses.
  boolean isIpv4Only() {
    return DescriptorOptions.isIpv4Only(descriptor);
  }
}
