package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.layer.DatagramLayer;
import dev.parley.layer.DatagramPath;
import dev.parley.problem.Problem;
import dev.parley.secure.Around;
import dev.parley.secure.DatagramContext;
import dev.parley.secure.Entropy;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.testing.ManualClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A network of layers without sockets: datagrams wait in [#wire] until a test delivers them, in
/// any order and any number of times. An address is a string.
final class DatagramLab {
  static final long LOGIN_NANOS = Duration.ofSeconds(5).toNanos();
  static final long SILENT_NANOS = Duration.ofSeconds(60).toNanos();

  /// One datagram in transit.
  public static final class Datagram {
    final String from;
    final String to;
    final byte[] bytes;

    Datagram(String from, String to, byte[] bytes) {
      this.from = from;
      this.to = to;
      this.bytes = bytes;
    }

    int kind() {
      return bytes[0];
    }

    Datagram from(String other) {
      return new Datagram(other, to, bytes);
    }

    Datagram to(String other) {
      return new Datagram(from, other, bytes);
    }

    Datagram flip(int bit) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      return new Datagram(from, to, changed);
    }
  }

  /// What a session received, and its path back.
  public static final class Heard implements DatagramLayer.Talk {
    final DatagramPath<String> line;
    final List<String> messages = new ArrayList<>();
    int opened;
    int alive;
    DatagramLayer.End end;
    String sentence;

    Heard(DatagramPath<String> line) {
      this.line = line;
    }

    @Override
    public void opened() {
      opened++;
    }

    @Override
    public void received(ByteBuffer plain) {
      messages.add(US_ASCII.decode(plain).toString());
    }

    @Override
    public void alive() {
      alive++;
    }

    @Override
    public void over(DatagramLayer.End how, Problem problem) {
      if (end == null) {
        end = how;
        sentence = problem == null ? "" : problem.toString();
        line.end(how != DatagramLayer.End.CLOSED_BY_PEER);
      }
    }

    void say(String text) {
      line.send(line.room().put(text.getBytes(US_ASCII)).flip());
    }
  }

  /// A socket with its layer.
  public final class Node implements DatagramLayer.Peers<String> {
    public String address;
    public DatagramLayer<String> layer;
    public final List<Heard> talks = new ArrayList<>();
    public final List<String> dropped = new ArrayList<>();
    public int room = Integer.MAX_VALUE;
    public int released;
    public boolean mayLogIn = true;
    public boolean mayAnswer = true;
    public final List<String> failed = new ArrayList<>();

    Node(String address) {
      this.address = address;
    }

    public Heard talk() {
      return talks.getLast();
    }

    @Override
    public void send(ByteBuffer bytes, String to) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      out.merge(to, (long) copy.length, Long::sum);
      wire.add(new Datagram(address, to, copy));
    }

    @Override
    public String keep(String from) {
      return from;
    }

    @Override
    public String latest(String known, String from) {
      return known;
    }

    @Override
    public void releaseSource() {
      released++;
    }

    @Override
    public void name(String from, ByteBuffer into) {
      into.put(from.getBytes(US_ASCII));
    }

    @Override
    public boolean mayAnswer(String from) {
      return mayAnswer;
    }

    @Override
    public boolean mayLogIn(String from) {
      return mayLogIn;
    }

    @Override
    public void loginFailed(String from) {
      failed.add(from);
    }

    @Override
    public DatagramLayer.Talk admit(DatagramPath<String> line, int bytes) {
      if (talks.stream().filter(talk -> talk.end == null).count() >= room) {
        return null;
      }
      Heard talk = new Heard(line);
      talks.add(talk);
      return talk;
    }

    @Override
    public void dropped(String from, int bytes, Problem why) {
      dropped.add(why.toString());
    }
  }

  final ManualClock clock = new ManualClock();
  final Random random = new Random(7);

  /// The entropy of layers created from here on.
  Entropy entropy = random::nextBytes;

  final ArrayDeque<Datagram> wire = new ArrayDeque<>();

  /// How many bytes each address was sent, and how many came from it.
  final Map<String, Long> out = new HashMap<>();

  final Map<String, Long> in = new HashMap<>();
  final Map<String, Node> nodes = new HashMap<>();

  LayerContext common(String framing) {
    return Around.with(entropy, clock, framing);
  }

  Node server(Security security) {
    return server("server", security, "line");
  }

  Node server(String address, Security security, String framing) {
    Node node = new Node(address);
    node.layer = security.datagramServer(around(node, framing));
    nodes.put(address, node);
    return node;
  }

  private DatagramContext<String> around(Node node, String framing) {
    return new DatagramContext<>(common(framing), node, LOGIN_NANOS, SILENT_NANOS);
  }

  /// Returns a client that has sent its hello.
  Node client(String address, Security security, String framing) {
    Node node = new Node(address);
    node.layer = security.datagramClient(around(node, framing), "server");
    nodes.put(address, node);
    node.layer.start();
    return node;
  }

  Node client(Security security) {
    return client("client", security, "line");
  }

  /// Returns a client that has logged in.
  Node open(Security security) {
    Node client = client(security);
    run();
    return client;
  }

  /// Delivers one datagram.
  void arrive(Datagram datagram) {
    in.merge(datagram.from, (long) datagram.bytes.length, Long::sum);
    Node node = nodes.get(datagram.to);
    if (node != null) {
      node.layer.receive(datagram.from, ByteBuffer.wrap(datagram.bytes));
    }
  }

  /// Delivers all datagrams in transit, and those that result from it.
  void run() {
    while (!wire.isEmpty()) {
      arrive(wire.remove());
    }
  }

  /// Removes the single datagram in transit from the network and returns it.
  Datagram take() {
    if (wire.size() != 1) {
      throw new AssertionError(wire.size() + " datagrams are under way: " + wire);
    }
    return wire.remove();
  }

  /// Advances the clock by `time`, then lets all nodes check their deadlines.
  void pass(Duration time) {
    clock.advance(time);
    for (Node node : List.copyOf(nodes.values())) {
      node.layer.sweep(clock.nanos());
    }
  }
}
