package dev.parley.cli;

import dev.parley.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/// A server on a free port without any Parley code, controlled by the test. Everything waits at
/// most [Wait#TIME].
final class RawServer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = Wait.MILLIS;

  private final ServerSocket listener;

  private RawServer(ServerSocket listener) {
    this.listener = listener;
  }

  /// Opens a listening server.
  static RawServer open() {
    try {
      ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      listener.setSoTimeout(PATIENCE_MILLIS);
      return new RawServer(listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Opens a server with a small receive buffer.
  static RawServer openNarrow() throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReceiveBufferSize(4096);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listener.setSoTimeout(PATIENCE_MILLIS);
    return new RawServer(listener);
  }

  String address() {
    return "tcp://127.0.0.1:" + listener.getLocalPort();
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Accepts the next connection.
  Peer accept() throws IOException {
    Socket socket = listener.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Peer(socket);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /// One connection.
  static final class Peer implements AutoCloseable {
    private final Socket socket;

    private Peer(Socket socket) {
      this.socket = socket;
    }

    Peer send(String text) throws IOException {
      return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Peer send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      return this;
    }

    byte[] receive(int bytes) throws IOException {
      return socket.getInputStream().readNBytes(bytes);
    }

    /// Reads once into `target` and returns the number of bytes; -1 at the end.
    int read(byte[] target) throws IOException {
      return socket.getInputStream().read(target);
    }

    String receiveText(int bytes) throws IOException {
      return new String(receive(bytes), StandardCharsets.UTF_8);
    }

    /// Receives everything until the client half-closes.
    byte[] rest() throws IOException {
      return socket.getInputStream().readAllBytes();
    }

    String restText() throws IOException {
      return new String(rest(), StandardCharsets.UTF_8);
    }

    /// Half-closes our side; the client may continue.
    void endOutput() throws IOException {
      socket.shutdownOutput();
    }

    /// Closes in order, even if the client has more to send.
    void hangUp() throws IOException {
      socket.close();
    }

    /// Resets the connection, as a crashing process does.
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /// A datagram socket on a free port.
  static final class Datagrams implements AutoCloseable {
    private final DatagramSocket socket;

    private Datagrams(DatagramSocket socket) {
      this.socket = socket;
    }

    static Datagrams open() throws IOException {
      DatagramSocket socket =
          new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new Datagrams(socket);
    }

    String address() {
      return "udp://127.0.0.1:" + socket.getLocalPort();
    }

    /// Receives the next datagram.
    DatagramPacket receive() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
      socket.receive(packet);
      return packet;
    }

    static String text(DatagramPacket packet) {
      return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    void send(String text, SocketAddress to) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
