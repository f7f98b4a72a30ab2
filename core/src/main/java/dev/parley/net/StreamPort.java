package dev.parley.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A bound TCP or Unix-domain listener.
public final class StreamPort implements Port {
  private final ServerSocketChannel channel;
  private final SocketAddress local;
  private final @Nullable Path file;

  /// What tells our socket file from another one at the same path, where the system does.
  private final @Nullable Object fileKey;

  StreamPort(ServerSocketChannel channel) throws IOException {
    this(channel, null);
  }

  /// @param file the path of a Unix-domain listener
  StreamPort(ServerSocketChannel channel, @Nullable Path file) throws IOException {
    this.channel = channel;
    this.local = channel.getLocalAddress();
    this.file = file;
    this.fileKey = file == null ? null : key(file);
  }

  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /// Removes the file of a Unix-domain listener, unless it is somebody else's by now. One that
  /// stays is recognised as stale by the next listener.
  public void removeFile() {
    if (file != null) {
      try {
        if (Objects.equals(key(file), fileKey)) {
          Files.delete(file);
        }
      } catch (IOException e) {
        // Gone already, or not ours to remove.
      }
    }
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public List<BufferCut> cuts(int receiveBuffer, int sendBuffer) {
    return BufferCut.of(channel, receiveBuffer, sendBuffer);
  }

  @Override
  public void close() {
    Sockets.close(channel);
    removeFile();
  }

  ServerSocketChannel channel() {
    return channel;
  }
}
