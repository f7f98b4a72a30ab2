package dev.parley.testing;

import dev.parley.session.Address;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/// A man in the middle between a client and a server, who reads what each sends and forwards what
/// the test decides.
///
/// ```
///   client ── take ──▶ the test ── give ──▶ server      Way.TO_SERVER
///   client ◀── give ── the test ◀── take ── server      Way.TO_CLIENT
/// ```
///
/// Forwards nothing by itself, and buffers nothing. Confined to the test's thread: every read waits
/// until the bytes have arrived, so the test must only ask for what the honest sides send next (its
/// own timeout bounds the wait).
public final class ManInTheMiddle implements Closeable {
  /// The direction of bytes.
  public enum Way {
    TO_SERVER,
    TO_CLIENT;

    /// Returns the other direction.
    public Way back() {
      return this == TO_SERVER ? TO_CLIENT : TO_SERVER;
    }
  }

  private final ServerSocketChannel door;
  private final Address server;
  private ScriptedPeer atClient;
  private ScriptedPeer atServer;

  private ManInTheMiddle(ServerSocketChannel door, Address server) {
    this.door = door;
    this.server = server;
  }

  /// Listens for one client, in the place of `server`.
  public static ManInTheMiddle before(Address server) throws IOException {
    ServerSocketChannel door = ServerSocketChannel.open();
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new ManInTheMiddle(door, server);
  }

  /// Returns the address for the client.
  public Address address() throws IOException {
    return Address.parse(
        "tcp://127.0.0.1:" + ((InetSocketAddress) door.getLocalAddress()).getPort());
  }

  /// Waits for the client, and connects to the server. Must be called first.
  public void join() throws IOException {
    atClient = new ScriptedPeer(door.accept());
    atServer = ScriptedPeer.connect(server);
  }

  /// Returns the next `count` bytes of this direction, as they were sent.
  ///
  /// @throws java.io.EOFException if the stream ends before that
  public byte[] take(Way way, int count) throws IOException {
    return sayer(way).read(count);
  }

  /// Returns all remaining bytes of this direction, until the sender ends it; nothing is forwarded.
  ///
  /// @throws IOException if it ends with a reset
  public byte[] takeAll(Way way) throws IOException {
    return sayer(way).readAll();
  }

  /// Sends these bytes on behalf of the other side.
  public void give(Way way, byte[] bytes) throws IOException {
    hearer(way).send(bytes);
  }

  /// Ends this direction as if the other side had ended its output.
  public void end(Way way) throws IOException {
    hearer(way).endOutput();
  }

  /// Resets the connection to the receiver of this direction.
  public void reset(Way way) throws IOException {
    hearer(way).reset();
  }

  private ScriptedPeer sayer(Way way) {
    return way == Way.TO_SERVER ? atClient : atServer;
  }

  private ScriptedPeer hearer(Way way) {
    return sayer(way.back());
  }

  @Override
  public void close() throws IOException {
    door.close();
    if (atClient != null) {
      atClient.close();
    }
    if (atServer != null) {
      atServer.close();
    }
  }
}
