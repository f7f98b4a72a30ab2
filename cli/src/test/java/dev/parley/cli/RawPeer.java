package dev.parley.cli;

import dev.parley.testing.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A peer without any Parley code. Waits for an answer at most [Wait#TIME].
final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = Wait.MILLIS;

  private final Socket socket;

  private RawPeer(Socket socket) {
    this.socket = socket;
  }

  static RawPeer tcp(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RawPeer(socket);
  }

  /// Sends one datagram and returns the answer.
  static String udp(int port, String text) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      DatagramPacket answer = new DatagramPacket(new byte[65536], 65536);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }
  }

  /// Sends one datagram and expects no answer.
  static void tell(int port, byte[] bytes) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }
  }

  /// Sends over a Unix-domain socket, half-closes, and returns everything received.
  static String unix(Path path, String text) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      ByteBuffer answer = ByteBuffer.allocate(65536);
      int count = 0;
      while (count >= 0) {
        count = channel.read(answer);
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }

  int localPort() {
    return socket.getLocalPort();
  }

  RawPeer send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  RawPeer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  byte[] receive(int bytes) throws IOException {
    return socket.getInputStream().readNBytes(bytes);
  }

  /// Receives as many bytes as `text` has, as text.
  String receive(String text) throws IOException {
    return new String(
        receive(text.getBytes(StandardCharsets.UTF_8).length), StandardCharsets.UTF_8);
  }

  /// Receives everything until the server closes.
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Receives lines up to the one that contains `text`, and returns that one.
  String await(String text) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    StringBuilder seen = new StringBuilder();
    while (true) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("no line with '" + text + "' in " + seen);
      }
      line.write(next);
      if (next == '\n') {
        String whole = line.toString(StandardCharsets.UTF_8);
        if (whole.contains(text)) {
          return whole;
        }
        seen.append(whole);
        line.reset();
      }
    }
  }

  RawPeer endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
