package dev.parley;

import dev.parley.session.Address;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A relay between one client and a server that treats their datagrams as the test tells it to.
final class DatagramRelay implements AutoCloseable {
  private final DatagramSocket front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final InetSocketAddress server;
  private volatile DatagramSocket back;
  private volatile @Nullable SocketAddress client;
  private volatile Function<byte[], List<byte[]>> toServer = List::of;

  DatagramRelay(Address server) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    this.back = moved();
    run(() -> {
      while (true) {
        DatagramPacket packet = receive(front);
        client = packet.getSocketAddress();
        for (byte[] bytes : toServer.apply(bytes(packet))) {
          back.send(new DatagramPacket(bytes, bytes.length, this.server));
        }
      }
    });
  }

  private interface Work {
    void run() throws IOException;
  }

  /// Runs `work`, which ends when the socket is closed.
  private static void run(Work work) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
          } catch (IOException e) {
            // closed
          }
        });
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return packet;
  }

  private static byte[] bytes(DatagramPacket packet) {
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private DatagramSocket moved() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    run(() -> {
      while (true) {
        byte[] bytes = bytes(receive(socket));
        SocketAddress to = client;
        if (to != null && !socket.isClosed()) { // a close lets the current read finish
          front.send(new DatagramPacket(bytes, bytes.length, to));
        }
      }
    });
    return socket;
  }

  /// From now on the server sees the client at another port, and cannot reach the previous one.
  void move() throws IOException {
    DatagramSocket before = back;
    back = moved();
    before.close();
  }

  /// Sets what becomes of each datagram of the client.
  void toServer(Function<byte[], List<byte[]>> policy) {
    toServer = policy;
  }

  /// Returns the address for the client.
  String address() {
    return "udp://127.0.0.1:" + front.getLocalPort();
  }

  /// Returns the port at which the server sees the client.
  int port() {
    return back.getLocalPort();
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
