package dev.parley.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A connection on which a contender is told what to do, and asked how it is: short texts in frames
/// with a 4-byte big-endian length. For one thread; blocks.
final class ControlCall implements AutoCloseable {
  private static final int PREFIX = 4;
  private static final int LONGEST = 64;

  private final SocketChannel channel;
  private final ByteBuffer bytes = ByteBuffer.allocate(PREFIX + LONGEST);

  private ControlCall(SocketChannel channel) {
    this.channel = channel;
  }

  /// Connects to a port of this machine.
  static ControlCall open(int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new ControlCall(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Sends an order without an answer.
  void tell(String order) throws IOException {
    byte[] text = order.getBytes(StandardCharsets.US_ASCII);
    bytes.clear().putInt(text.length).put(text).flip();
    while (bytes.hasRemaining()) {
      int _ = channel.write(bytes);
    }
  }

  /// Sends a question and returns the number that answers it.
  ///
  /// @throws IOException if there is no such answer
  long ask(String question) throws IOException {
    tell(question);
    read(PREFIX);
    int length = bytes.getInt();
    if (length < 1 || length > LONGEST) {
      throw new IOException("an answer of " + length + " bytes to " + question);
    }
    read(length);
    String answer = StandardCharsets.US_ASCII.decode(bytes).toString();
    if (!answer.matches("\\d{1,18}")) {
      throw new IOException("no number answers " + question);
    }
    return Long.parseLong(answer);
  }

  private void read(int count) throws IOException {
    bytes.clear().limit(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("closed instead of answered");
      }
    }
    bytes.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is free all the same.
    }
  }
}
