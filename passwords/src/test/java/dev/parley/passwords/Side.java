package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import dev.parley.secure.Entropy;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/// One side of a login whose output is collected at both ends. Runs its layer's work at once.
final class Side {
  /// Few, because most tests are not about the time that it takes.
  static final int ITERATIONS = Verifier.MIN_ITERATIONS;

  static final Entropy ENTROPY = Entropy.secure();

  final Layer layer;
  int works;
  private final ByteArrayOutputStream inner = new ByteArrayOutputStream();
  private final ByteArrayOutputStream outer = new ByteArrayOutputStream();

  Side(Layer layer) {
    this.layer = layer;
    layer.start(this::pourOut);
  }

  static Side server(Users users, Channel channel) {
    return server(users, EnumSet.of(Binding.TLS_EXPORTER), channel);
  }

  static Side server(Users users, Set<Binding> accepted, Channel channel) {
    return new Side(new ScramServer(users, accepted, channel, Nonces.of(ENTROPY)));
  }

  static Side client(String name, String password, Channel channel) {
    return client(name, password, Binding.TLS_EXPORTER, channel);
  }

  static Side client(String name, String password, Binding binding, Channel channel) {
    return client(new Credentials(name, password(password)), binding, channel);
  }

  static Side client(Credentials credentials, Binding binding, Channel channel) {
    return new Side(
        new ScramClient(
            credentials, binding, channel, Nonces.of(ENTROPY), Verifier.MIN_ITERATIONS));
  }

  /// @param minIterations the minimum that it accepts, 0 for the channel's default
  static Side client(Channel channel, int minIterations) {
    return new Side(
        new ScramClient(
            new Credentials("alice", password("wonderland")),
            Binding.TLS_EXPORTER,
            channel,
            Nonces.of(ENTROPY),
            minIterations));
  }

  static Password password(String text) {
    return Password.of(text.toCharArray());
  }

  void receive(byte[] wire, int from, int to) throws ProtocolException {
    ByteBuffer bytes = ByteBuffer.wrap(wire, from, to - from);
    layer.receive(bytes, this::pourIn, this::pourOut);
    if (bytes.hasRemaining()) {
      throw new AssertionError("left " + bytes.remaining() + " bytes of the wire lying");
    }
    Runnable work = layer.login().work();
    if (work != null) {
      works++;
      work.run();
      receive(new byte[0], 0, 0);
    }
  }

  void receive(String text) throws ProtocolException {
    byte[] wire = text.getBytes(UTF_8);
    receive(wire, 0, wire.length);
  }

  void receive(byte[] wire) throws ProtocolException {
    receive(wire, 0, wire.length);
  }

  void send(String text) {
    layer.send(ByteBuffer.wrap(text.getBytes(UTF_8)), this::pourOut);
  }

  boolean isOpen() {
    return !layer.login().isPending();
  }

  /// Returns the output at the outer end since the last call.
  String say() {
    String said = outer.toString(UTF_8);
    outer.reset();
    return said;
  }

  /// Returns the output at the inner end.
  String heard() {
    return inner.toString(UTF_8);
  }

  /// Passes messages between both until neither has more to send.
  static void talk(Side server, Side client) throws ProtocolException {
    for (String said = server.say(); !said.isEmpty(); said = server.say()) {
      client.receive(said);
      String answer = client.say();
      if (!answer.isEmpty()) {
        server.receive(answer);
      }
    }
  }

  private void pourIn(ByteBuffer bytes) {
    pour(bytes, inner);
  }

  private void pourOut(ByteBuffer bytes) {
    pour(bytes, outer);
  }

  private static void pour(ByteBuffer bytes, ByteArrayOutputStream bucket) {
    while (bytes.hasRemaining()) {
      bucket.write(bytes.get());
    }
  }
}
