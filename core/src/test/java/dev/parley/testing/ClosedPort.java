package dev.parley.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A port of 127.0.0.1 where nobody listens, and nobody can while this object holds it: connections
/// are refused, and datagrams are answered with "port unreachable". Once it is released, the test
/// may start a server there, as with a [FreePort].
public final class ClosedPort implements Closeable {
  /// The only peer that our datagram socket would receive from, at an address where there is none.
  private static final InetSocketAddress NOBODY = new InetSocketAddress("127.255.255.254", 1);

  private final Closeable holder;
  private final String protocol;
  private final int number;

  private ClosedPort(String protocol, int number, Closeable holder) {
    this.protocol = protocol;
    this.number = number;
    this.holder = holder;
  }

  /// Returns a port that refuses connections: a socket that is bound but does not listen.
  @SuppressWarnings("resource") // the port closes it
  public static ClosedPort tcp() throws IOException {
    InetSocketAddress address = free();
    Socket socket = new Socket();
    socket.bind(address);
    return new ClosedPort("tcp", address.getPort(), socket);
  }

  /// Returns a port that receives no datagrams: a socket connected to a peer that does not exist.
  @SuppressWarnings("resource") // the port closes it
  public static ClosedPort udp() throws IOException {
    InetSocketAddress address = free();
    DatagramSocket socket = new DatagramSocket(address);
    socket.connect(NOBODY);
    return new ClosedPort("udp", address.getPort(), socket);
  }

  private static InetSocketAddress free() throws IOException {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
  }

  /// Returns the port number.
  public int number() {
    return number;
  }

  /// Returns the address for clients.
  public String address() {
    return protocol + "://127.0.0.1:" + number;
  }

  /// Releases the port, so that the test can start a server there.
  public void release() throws IOException {
    holder.close();
  }

  @Override
  public void close() throws IOException {
    release();
  }
}
