package dev.parley.testing;

import dev.parley.session.Address;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/// Somebody between a client and a server, who reads what each says and gives the other what the
/// test decides.
///
/// ```
///   client ── take ──▶ the test ── give ──▶ server      Way.TO_SERVER
///   client ◀── give ── the test ◀── take ── server      Way.TO_CLIENT
/// ```
///
/// Passes nothing on by itself, and keeps nothing. For one thread, which is the test's: every read
/// waits until the bytes are there, so the test asks for what the honest sides say next and for no
/// more (its own time limit bounds it).
public final class ManInTheMiddle implements Closeable {
  /// Which way bytes go.
  public enum Way {
    TO_SERVER,
    TO_CLIENT;

    /// The other one.
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

  /// Listens where one client may call, in the place of `server`.
  public static ManInTheMiddle before(Address server) throws IOException {
    ServerSocketChannel door = ServerSocketChannel.open();
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new ManInTheMiddle(door, server);
  }

  /// Where the client is to call.
  public Address address() throws IOException {
    return Address.parse(
        "tcp://127.0.0.1:" + ((InetSocketAddress) door.getLocalAddress()).getPort());
  }

  /// Waits for the client, and calls the server. Before anything else.
  public void join() throws IOException {
    atClient = new ScriptedPeer(door.accept());
    atServer = ScriptedPeer.connect(server);
  }

  /// The next `count` bytes that go this way, as they were said.
  ///
  /// @throws java.io.EOFException if the stream ends before
  public byte[] take(Way way, int count) throws IOException {
    return sayer(way).read(count);
  }

  /// All that still goes this way, until who says it ends; nothing is passed on.
  ///
  /// @throws IOException if it ends with a reset
  public byte[] takeAll(Way way) throws IOException {
    return sayer(way).readAll();
  }

  /// Says these bytes in the other's name.
  public void give(Way way, byte[] bytes) throws IOException {
    hearer(way).send(bytes);
  }

  /// Ends this way as if the other had ended its output.
  public void end(Way way) throws IOException {
    hearer(way).endOutput();
  }

  /// Resets the connection of the one who is spoken to this way.
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
