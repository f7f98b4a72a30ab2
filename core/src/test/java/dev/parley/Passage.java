package dev.parley;

import dev.parley.session.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A relay to a server for one connection, which can end both streams like a man in the middle.
final class Passage implements AutoCloseable {
  private final ServerSocket door;
  private final Socket server;
  private volatile Socket client;
  private volatile boolean isCut;

  private Passage(ServerSocket door, Socket server) {
    this.door = door;
    this.server = server;
    this.client = server;
  }

  static Passage to(Address address) throws IOException {
    ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Passage passage = new Passage(door, new Socket(address.host(), address.port()));
    Thread.ofVirtual().start(passage::serve);
    return passage;
  }

  int port() {
    return door.getLocalPort();
  }

  private void serve() {
    try {
      client = door.accept();
      Thread.ofVirtual().start(() -> copy(client, server));
      copy(server, client);
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[4096];
      for (int count = in.read(bytes); count >= 0 && !isCut; count = in.read(bytes)) {
        out.write(bytes, 0, count);
      }
    } catch (IOException e) {
      // The test or one side has ended.
    }
  }

  /// Ends both streams, as a man in the middle can. What the sides say to that reaches nobody.
  void endBoth() throws IOException {
    isCut = true;
    server.shutdownOutput();
    client.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    door.close();
    server.close();
    client.close();
  }
}
