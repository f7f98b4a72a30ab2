package dev.parley.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Connections that have each had one message answered and are now silent. Confined to one thread;
/// blocks.
final class IdleCrowd implements Closeable {
  private static final byte[] QUESTION = "\0\0\0\5hello".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ANSWER = "\0\0\0\5HELLO".getBytes(StandardCharsets.ISO_8859_1);

  private final List<SocketChannel> connections = new ArrayList<>();

  private IdleCrowd() {}

  /// Opens `count` connections to a port of this machine.
  ///
  /// @throws IOException if one is refused or not answered
  static IdleCrowd open(int port, int count) throws IOException {
    IdleCrowd crowd = new IdleCrowd();
    try {
      for (int i = 0; i < count; i++) {
        SocketChannel connection =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        crowd.connections.add(connection);
        greet(connection);
      }
      return crowd;
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  private static void greet(SocketChannel connection) throws IOException {
    ByteBuffer question = ByteBuffer.wrap(QUESTION);
    while (question.hasRemaining()) {
      int _ = connection.write(question);
    }
    ByteBuffer answer = ByteBuffer.allocate(ANSWER.length);
    while (answer.hasRemaining()) {
      if (connection.read(answer) < 0) {
        throw new IOException("closed instead of answered");
      }
    }
    if (!answer.flip().equals(ByteBuffer.wrap(ANSWER))) {
      throw new IOException("a wrong answer");
    }
  }

  /// Closes all of them and waits until the server has closed each, too, and so released its
  /// memory.
  @Override
  public void close() throws IOException {
    for (SocketChannel connection : connections) {
      connection.shutdownOutput();
    }
    ByteBuffer end = ByteBuffer.allocate(1);
    for (SocketChannel connection : connections) {
      try (connection) {
        while (connection.read(end.clear()) >= 0) {}
      }
    }
    connections.clear();
  }
}
