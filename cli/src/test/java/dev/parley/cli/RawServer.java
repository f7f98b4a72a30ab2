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

/// A server on a port of its own, with nothing of Parley in it, that does what the test says.
/// Everything waits at most [Wait#TIME].
final class RawServer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = Wait.MILLIS;

  private final ServerSocket listener;

  private RawServer(ServerSocket listener) {
    this.listener = listener;
  }

  /// One that listens.
  static RawServer open() {
    try {
      ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      listener.setSoTimeout(PATIENCE_MILLIS);
      return new RawServer(listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One whose kernel takes little of what nobody reads.
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

  /// The next connection.
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

    /// What one read brings, as the number of bytes put into `target`; -1 at the end.
    int read(byte[] target) throws IOException {
      return socket.getInputStream().read(target);
    }

    String receiveText(int bytes) throws IOException {
      return new String(receive(bytes), StandardCharsets.UTF_8);
    }

    /// All until the client ends its side.
    byte[] rest() throws IOException {
      return socket.getInputStream().readAllBytes();
    }

    String restText() throws IOException {
      return new String(rest(), StandardCharsets.UTF_8);
    }

    /// Ends our side; the client may go on.
    void endOutput() throws IOException {
      socket.shutdownOutput();
    }

    /// Closes in order, whatever the client still has to say.
    void hangUp() throws IOException {
      socket.close();
    }

    /// Ends as a process that crashes does.
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /// A datagram socket on a port of its own.
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

    /// The next datagram.
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
