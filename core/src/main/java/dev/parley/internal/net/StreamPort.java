package dev.parley.internal.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A bound listener of streams: TCP, Unix-domain, or in memory.
public final class StreamPort implements Port {
  private final ServerSocketChannel channel;
  private final SocketAddress local;
  private final @Nullable SocketFile file;
  private final int backlog;
  private final boolean refusesIpv4;

  /// @param backlog how many connections may wait to be accepted, at least 1
  /// @param refusesIpv4 see [Port#refusesIpv4]
  StreamPort(ServerSocketChannel channel, int backlog, boolean refusesIpv4) throws IOException {
    this(channel, null, backlog, refusesIpv4);
  }

  /// Creates a Unix-domain listener with its file.
  StreamPort(ServerSocketChannel channel, SocketFile file, int backlog) throws IOException {
    this(channel, file, backlog, false);
  }

  private StreamPort(
      ServerSocketChannel channel, @Nullable SocketFile file, int backlog, boolean refusesIpv4)
      throws IOException {
    this.channel = channel;
    this.backlog = backlog;
    this.refusesIpv4 = refusesIpv4;
    this.local = channel.getLocalAddress();
    this.file = file;
  }

  /// Removes the file of a Unix-domain listener, unless another socket has replaced it.
  public void removeFile() {
    if (file != null) {
      file.remove();
    }
  }

  @Override
  public SocketAddress local() {
    return local;
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
    removeFile();
    Sockets.close(channel);
  }

  /// Returns how many connections may wait to be accepted; the system may hold one more, or allow
  /// fewer.
  int backlog() {
    return backlog;
  }

  /// Returns the channel.
  ServerSocketChannel channel() {
    return channel;
  }
}
