package dev.parley.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// `ThreadsServer`: the JDK alone, a virtual thread per connection, blocking. Each read takes the
/// available bytes, every whole frame is converted to upper case in place, and one write answers
/// them all. The number of carrier threads is an option of the JVM.
final class ThreadsServer {
  private static final int LARGEST = 1 << 20;
  private static final int PREFIX = 4;
  private static final int FIRST_BUFFER_BYTES = 16 << 10;

  private ThreadsServer() {}

  static void main(String[] args) throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
      Ready.say(((InetSocketAddress) listener.getLocalAddress()).getPort());
      while (true) {
        SocketChannel channel = listener.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Thread.ofVirtual().start(() -> talk(channel));
      }
    }
  }

  private static void talk(SocketChannel channel) {
    try (channel) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);
      while (channel.read(bytes) >= 0) {
        int whole = upperFrames(bytes);
        if (whole < 0) {
          return;
        }
        int end = bytes.position();
        bytes.position(0).limit(whole);
        while (bytes.hasRemaining()) {
          int _ = channel.write(bytes);
        }
        bytes.limit(end);
        bytes = withRoom(bytes);
      }
    } catch (IOException _) {
      // The peer has gone.
    }
  }

  /// Converts the frames before the position of `bytes` to upper case in place. Returns the end of
  /// the last whole one, or −1 if one is too long.
  private static int upperFrames(ByteBuffer bytes) {
    int at = 0;
    while (bytes.position() - at >= PREFIX) {
      int length = bytes.getInt(at);
      if (length < 0 || length > LARGEST) {
        return -1;
      }
      int end = at + PREFIX + length;
      if (end > bytes.position()) {
        break;
      }
      Ascii.upper(bytes, at + PREFIX, end);
      at = end;
    }
    return at;
  }

  /// Returns a buffer with the pending bytes at its start and room for the next read after them.
  private static ByteBuffer withRoom(ByteBuffer bytes) {
    bytes.compact();
    if (bytes.hasRemaining()) {
      return bytes;
    }
    return ByteBuffer.allocateDirect(Math.min(2 * bytes.capacity(), 2 * LARGEST)).put(bytes.flip());
  }
}
