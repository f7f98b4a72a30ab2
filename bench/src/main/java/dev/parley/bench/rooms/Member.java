package dev.parley.bench.rooms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One connection of a [Crowd]. Confined to its thread.
final class Member implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final SocketChannel channel;
  private final int number;
  private final String room;
  private byte[] rest = NOTHING;
  private boolean isIn;

  private Member(SocketChannel channel, int number, String room) {
    this.channel = channel;
    this.number = number;
    this.room = room;
  }

  /// Connects to a port of this machine.
  ///
  /// @param number its place in the crowd, from 0
  static Member connect(int port, int number, String room) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      return new Member(channel, number, room);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  SocketChannel channel() {
    return channel;
  }

  /// Returns its place in the crowd.
  int number() {
    return number;
  }

  String room() {
    return room;
  }

  /// True if the server has said that it is in its room.
  boolean isIn() {
    return isIn;
  }

  void entered() {
    isIn = true;
  }

  /// Reads once, behind what was left of the last time.
  ///
  /// @return false at the end of the stream
  boolean read(ByteBuffer buffer) throws IOException {
    buffer.clear().put(rest);
    int count = channel.read(buffer);
    buffer.flip();
    return count >= 0;
  }

  /// Keeps what is left in the buffer for the next time.
  void keep(ByteBuffer buffer) {
    if (buffer.hasRemaining()) {
      rest = new byte[buffer.remaining()];
      buffer.get(rest);
    } else {
      rest = NOTHING;
    }
  }

  /// Writes all of this. What is in flight is bounded, so that it fits into the socket's buffer and
  /// nobody waits.
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int _ = channel.write(bytes);
    }
  }

  /// Says that it leaves, and reads to the end.
  void leave(byte[] leaving, ByteBuffer buffer) throws IOException {
    channel.configureBlocking(true);
    write(ByteBuffer.wrap(leaving));
    channel.shutdownOutput();
    while (channel.read(buffer.clear()) >= 0) {}
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
