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

/// Many peers that arrive at a server together: all connect, all do their task, all are
/// disconnected. Its methods return when each has been. They connect from 127.0.0.2 to 127.0.0.251
/// in turn, because one address has some 28,000 ports. Confined to one thread; blocks.
final class Wave implements AutoCloseable {
  /// The number of peers in a wave.
  static final int SIZE = 50;

  private static final int SOURCES = 250;
  private static final int FIRST_SOURCE = 2;

  /// The framing of [Contender#PARLEY].
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

  /// Connects and leaves, without sending anything.
  static void ofGuests(int port, int number) throws IOException {
    try (Wave wave = new Wave(port, number)) {
      wave.leave();
    }
  }

  /// Connects, sends a frame of `size` bytes, has it answered in capitals, and leaves.
  static void ofVisitors(int port, int number, int size) throws IOException {
    ByteBuffer question = frame(size, 'a');
    ByteBuffer expected = frame(size, 'A');
    ByteBuffer answer = ByteBuffer.allocate(expected.capacity());
    try (Wave wave = new Wave(port, number)) {
      for (SocketChannel connection : wave.connections) {
        write(connection, question.rewind());
      }
      for (SocketChannel connection : wave.connections) {
        answer.clear();
        while (answer.hasRemaining()) {
          if (connection.read(answer) < 0) {
            throw new IOException("closed instead of answered");
          }
        }
        if (!answer.flip().equals(expected)) {
          throw new IOException("a wrong answer");
        }
      }
      wave.leave();
    }
  }

  private static ByteBuffer frame(int size, char letter) {
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
    while (frame.hasRemaining()) {
      frame.put((byte) letter);
    }
    return frame.flip();
  }

  /// Logs in with the right key and leaves.
  static void ofLogins(int port, int number, Security security) throws IOException {
    try (Wave wave = new Wave(port, number)) {
      List<Layer> layers = new ArrayList<>(SIZE);
      for (SocketChannel connection : wave.connections) {
        Layer layer = client(security);
        layers.add(layer);
        receive(connection, layer); // the opening, answered by our hello
      }
      for (int i = 0; i < SIZE; i++) {
        while (layers.get(i).login().isPending()) {
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

  /// Reads `first` bytes, sends `bytes` and waits to be disconnected.
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

  private static LayerContext context() {
    return new LayerContext(
        ENTROPY, Clock.system(), new FramingAgreement(FRAMING, FRAMING), BUFFERS);
  }

  private static Layer client(Security security) {
    Layer layer = security.client(context());
    if (layer == null) {
      throw new IllegalArgumentException("there is nothing to log in to");
    }
    return layer;
  }

  /// Returns a hello that was valid in an earlier session, as an eavesdropper would have it. It
  /// costs a server the most, since it has a known name and key.
  static byte[] oldHello(Security security) {
    Layer client = client(security);
    Layer server = security.server(context());
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

  /// Waits until the server has closed each connection.
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
