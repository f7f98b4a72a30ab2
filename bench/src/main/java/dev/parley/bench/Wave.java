package dev.parley.bench;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Clock;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Many who arrive at a server together: all connect, all do what they came for, all are seen off.
/// Returns when each has been. They call from 127.0.0.2 to 127.0.0.251 in turn, because one address
/// has some 28,000 ports. For one thread; blocks.
final class Wave implements AutoCloseable {
  /// How many come at once.
  static final int SIZE = 50;

  private static final int SOURCES = 250;
  private static final int FIRST_SOURCE = 2;

  /// What [Contender#PARLEY] is told of its framing.
  private static final String FRAMING = "length:4be";

  private static final Entropy ENTROPY = Entropy.secure();
  private static final LayerBuffers BUFFERS = new LayerBuffers();

  private final List<SocketChannel> connections = new ArrayList<>(SIZE);

  private Wave(int port, int number) throws IOException {
    try {
      for (int i = 0; i < SIZE; i++) {
        SocketChannel connection = SocketChannel.open();
        connections.add(connection);
        byte[] source = {127, 0, 0, (byte) (FIRST_SOURCE + (number * SIZE + i) % SOURCES)};
        connection.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
        if (!connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
          throw new IOException("a blocking connect did not connect");
        }
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// Come and go, without a word.
  static void ofGuests(int port, int number) throws IOException {
    try (Wave wave = new Wave(port, number)) {
      wave.leave();
    }
  }

  /// Log in, as who has the key, and go.
  static void ofLogins(int port, int number, Security security) throws IOException {
    try (Wave wave = new Wave(port, number)) {
      List<Layer> layers = new ArrayList<>(SIZE);
      for (SocketChannel connection : wave.connections) {
        Layer layer = client(security);
        layers.add(layer);
        receive(connection, layer); // the opening, answered by our hello
      }
      for (int i = 0; i < SIZE; i++) {
        while (layers.get(i).isLogin()) {
          receive(wave.connections.get(i), layers.get(i));
        }
      }
      for (int i = 0; i < SIZE; i++) {
        SocketChannel connection = wave.connections.get(i);
        layers.get(i).finish(bytes -> write(connection, bytes));
      }
      wave.leave();
    }
  }

  /// Read so many bytes, say `bytes` and wait to be thrown out.
  static void ofStrangers(int port, int number, int first, byte[] bytes) throws IOException {
    try (Wave wave = new Wave(port, number)) {
      for (SocketChannel connection : wave.connections) {
        ByteBuffer opening = ByteBuffer.allocate(first);
        while (opening.hasRemaining()) {
          if (connection.read(opening) < 0) {
            throw new IOException("closed before anything was said");
          }
        }
        write(connection, ByteBuffer.wrap(bytes));
      }
      wave.untilEnd();
    }
  }

  private static LayerContext surroundings() {
    return new LayerContext(
        ENTROPY, Clock.system(), new FramingAgreement(FRAMING, FRAMING), BUFFERS);
  }

  private static Layer client(Security security) {
    Layer layer = security.client(surroundings());
    if (layer == null) {
      throw new IllegalArgumentException("there is nothing to log in to");
    }
    return layer;
  }

  /// A hello that once was a right one, in a session that never was: what somebody has who has
  /// listened. It costs a server the most, since it knows the name and the key.
  static byte[] oldHello(Security security) {
    Layer client = client(security);
    Layer server = security.server(surroundings());
    if (server == null) {
      throw new IllegalArgumentException("there is nothing to log in to");
    }
    ByteBuffer hello = ByteBuffer.allocate(1 << 10);
    server.start(opening -> {
      try {
        client.receive(opening, _ -> {}, hello::put);
      } catch (ProtocolException e) {
        throw new IllegalStateException("the two do not fit", e);
      }
    });
    byte[] bytes = new byte[hello.flip().remaining()];
    hello.get(bytes);
    return bytes;
  }

  private static void receive(SocketChannel connection, Layer layer) throws IOException {
    ByteBuffer wire = ByteBuffer.allocate(1 << 10);
    if (connection.read(wire) < 0) {
      throw new IOException("refused");
    }
    try {
      layer.receive(wire.flip(), _ -> {}, bytes -> write(connection, bytes));
    } catch (ProtocolException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void write(SocketChannel connection, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        int _ = connection.write(bytes);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void leave() throws IOException {
    for (SocketChannel connection : connections) {
      connection.shutdownOutput();
    }
    untilEnd();
  }

  /// Until the server has ended each.
  private void untilEnd() throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(1 << 10);
    for (SocketChannel connection : connections) {
      while (connection.read(rest.clear()) >= 0) {}
      connection.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }
}
