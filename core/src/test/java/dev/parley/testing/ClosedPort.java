package dev.parley.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A port of 127.0.0.1 where nobody listens, and where nobody can while this object has it: calls
/// are refused, and datagrams come back as "port unreachable". Once it is released, the test may
/// have a server there, as with a [FreePort].
public final class ClosedPort implements Closeable {
  /// The one peer that a datagram socket of ours would hear, at an address where none is.
  private static final InetSocketAddress NOBODY = new InetSocketAddress("127.255.255.254", 1);

  private final Closeable holder;
  private final String protocol;
  private final int number;

  private ClosedPort(String protocol, int number, Closeable holder) {
    this.protocol = protocol;
    this.number = number;
    this.holder = holder;
  }

  /// Refuses connections: a socket that is bound and does not listen.
  @SuppressWarnings("resource") // the port closes it
  public static ClosedPort tcp() throws IOException {
    InetSocketAddress address = free();
    Socket socket = new Socket();
    socket.bind(address);
    return new ClosedPort("tcp", address.getPort(), socket);
  }

  /// Takes no datagrams: a socket that is connected to a peer that does not exist.
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

  /// The number of the port.
  public int number() {
    return number;
  }

  /// What a client calls.
  public String address() {
    return protocol + "://127.0.0.1:" + number;
  }

  /// Lets go of the port, so that the test can have a server there.
  public void release() throws IOException {
    holder.close();
  }

  @Override
  public void close() throws IOException {
    release();
  }
}
