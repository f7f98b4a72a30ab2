package dev.parley.bench.rooms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A member that has entered a room and reads nothing at all, so that the server cannot write to it
/// for long: its socket takes next to nothing.
final class StoppedReader implements AutoCloseable {
  private static final int LEAST_BYTES = 1 << 12;

  private final SocketChannel channel;

  private StoppedReader(SocketChannel channel) {
    this.channel = channel;
  }

  static StoppedReader enter(int port, ChatDialect dialect, String room) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      // Before it connects: later, the window would not become smaller.
      channel.setOption(StandardSocketOptions.SO_RCVBUF, LEAST_BYTES);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      ByteBuffer entry = ByteBuffer.wrap(dialect.entry(room, /* listens= */ true));
      while (entry.hasRemaining()) {
        int _ = channel.write(entry);
      }
      return new StoppedReader(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
