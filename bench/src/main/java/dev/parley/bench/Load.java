package dev.parley.bench;

import static dev.parley.bench.Contender.*;

import com.google.errorprone.annotations.Immutable;
import java.util.EnumSet;
import java.util.Set;

/// A load that the generator puts on a contender.
enum Load {
  DEPTH_1(
      "depth-1",
      new Shape(100, 0, 64, 1),
      EnumSet.of(
          PARLEY,
          PARLEY_CONVERSATION,
          PARLEY_VIRTUAL,
          PARLEY_ON_LOOP,
          C_EPOLL,
          NETTY_EPOLL,
          NETTY_URING,
          NETTY_IN_PLACE,
          VERTX,
          VERTX_IN_PLACE,
          VIRTUAL_THREADS,
          PYTHON_THREADS,
          PYTHON_ASYNCIO),
      EnumSet.of(PARLEY, PARLEY_SEALED, PARLEY_TLS, NETTY_TLS, JDK_CIPHERS)),
  DEPTH_32(
      "depth-32",
      new Shape(100, 0, 64, 32),
      EnumSet.of(
          PARLEY,
          PARLEY_LINE,
          PARLEY_CONVERSATION,
          PARLEY_VIRTUAL,
          PARLEY_ON_LOOP,
          C_EPOLL,
          NETTY_EPOLL,
          NETTY_URING,
          NETTY_IN_PLACE,
          VERTX,
          VERTX_IN_PLACE,
          VIRTUAL_THREADS,
          PYTHON_THREADS,
          PYTHON_ASYNCIO),
      EnumSet.of(PARLEY, PARLEY_SEALED, PARLEY_TLS, NETTY_TLS, JDK_CIPHERS)),
  LARGE(
      "large",
      new Shape(50, 0, 16 << 10, 1),
      EnumSet.of(PARLEY, C_EPOLL, NETTY_EPOLL, VERTX, VIRTUAL_THREADS),
      EnumSet.of(PARLEY, PARLEY_SEALED, PARLEY_TLS, NETTY_TLS, JDK_CIPHERS)),
  OPEN_10000("open-10000", new Shape(100, 9_900, 64, 1), EnumSet.of(PARLEY), Set.of()),
  UDP(
      "udp",
      new Shape(20, 0, 64, 8),
      EnumSet.of(PARLEY_UDP, C_MMSG, NETTY_UDP),
      EnumSet.of(PARLEY_UDP, PARLEY_SEALED_UDP, JDK_CIPHERS)),
  LIFE(
      "life",
      Kind.VISITS,
      new Shape(Wave.SIZE, 0, 64, 1),
      EnumSet.of(PARLEY, C_EPOLL, NETTY_EPOLL, VERTX, VIRTUAL_THREADS)),
  BROADCAST(
      "broadcast",
      Kind.BROADCAST,
      new Shape(1000, 0, 128, 1),
      EnumSet.of(PARLEY_GROUP, PARLEY_EACH, NETTY_GROUP, NETTY_ENCODED)),
  BROADCAST_LARGE(
      "broadcast-large",
      Kind.BROADCAST,
      new Shape(1000, 0, 60_000, 1),
      EnumSet.of(PARLEY_GROUP, PARLEY_EACH, NETTY_GROUP, NETTY_ENCODED)),
  FAN_OUT_100(
      "fan-out-100",
      Kind.FAN_OUT,
      new Shape(100, 0, 128, 32),
      EnumSet.of(PARLEY_ROOMS, PARLEY_ROOMS_STORED, REDIS, NATS)),
  FAN_OUT_1000(
      "fan-out-1000",
      Kind.FAN_OUT,
      new Shape(1000, 0, 128, 32),
      EnumSet.of(PARLEY_ROOMS, REDIS, NATS)),
  PACED("paced", Kind.PACED, new Shape(100, 0, 128, 1), EnumSet.of(PARLEY_ROOMS, REDIS, NATS)),
  STOPPED_READER(
      "stopped-reader",
      Kind.PACED,
      new Shape(100, 1, 128, 1),
      EnumSet.of(PARLEY_ROOMS, REDIS, NATS)),
  STORED(
      "stored",
      Kind.STORED,
      new Shape(50, 0, 128, 16),
      EnumSet.of(PARLEY_ROOMS_STORED, PARLEY_ROOMS_SINGLE, REDIS_STORED));

  /// What the connections do.
  enum Kind {
    /// Each asks, and asks again when it has its answer.
    QUESTIONS("msg"),

    /// Each comes, has one message answered, and leaves.
    VISITS("connection"),

    /// Each listens to what the server says to all.
    BROADCAST("delivery"),

    /// One is in a room and says as much as the others, who are in it, too, can hear.
    FAN_OUT("delivery"),

    /// All are in a room and speak in turn, so many texts a second.
    PACED("delivery"),

    /// Each says as much as is acknowledged, in a room of its own.
    STORED("message");

    private final String unit;

    Kind(String unit) {
      this.unit = unit;
    }

    /// True if this is about the rooms of chat servers.
    boolean isRooms() {
      return this == FAN_OUT || this == PACED || this == STORED;
    }

    /// Returns what is counted as a message, for tables.
    String unit() {
      return unit;
    }
  }

  /// The parameters of the generator.
  ///
  /// @param connections busy connections (sockets)
  /// @param idle further connections, open and silent
  /// @param size bytes of a message
  /// @param depth messages in flight per busy connection
  @Immutable
  record Shape(int connections, int idle, int size, int depth) {}

  private final String title;
  private final Kind kind;
  private final Shape shape;

  // Filled before the constructor returns, and not changed after that.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Contender> contenders;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Contender> guarded;

  Load(String title, Shape shape, Set<Contender> contenders, Set<Contender> guarded) {
    this(title, Kind.QUESTIONS, shape, contenders, guarded);
  }

  Load(String title, Kind kind, Shape shape, Set<Contender> contenders) {
    this(title, kind, shape, contenders, Set.of());
  }

  Load(String title, Kind kind, Shape shape, Set<Contender> contenders, Set<Contender> guarded) {
    this.title = title;
    this.kind = kind;
    this.shape = shape;
    this.contenders = contenders;
    this.guarded = guarded;
  }

  /// Returns its name in tables and on the command line.
  String title() {
    return title;
  }

  /// Returns what its connections do.
  Kind kind() {
    return kind;
  }

  /// Returns the parameters.
  Shape shape() {
    return shape;
  }

  /// Returns the contenders that take part, in the order of [Contender].
  Set<Contender> contenders() {
    return contenders;
  }

  /// Returns the contenders that take part in the comparison of encrypted traffic.
  Set<Contender> guarded() {
    return guarded;
  }

  /// True if a contender takes part in any way.
  boolean has(Contender contender) {
    return contenders.contains(contender) || guarded.contains(contender);
  }

  /// True if `contender` is measured with this number of threads here: Python has only one, a UDP
  /// socket of Parley belongs to one event loop, and visits and broadcasts are compared with one.
  boolean allows(Contender contender, int threads) {
    return threads == 1
        || (contenders.contains(contender)
            && kind == Kind.QUESTIONS
            && this != UDP
            && this != OPEN_10000
            && !(contender.program() instanceof Program.Python));
  }

  /// Returns a description for people: `100 connections, 64-byte messages, depth 1`.
  String description() {
    return switch (kind) {
      case QUESTIONS -> questions();
      case VISITS ->
          "connections that come, have "
              + shape.size
              + " bytes answered and leave, "
              + shape.connections
              + " at once";
      case FAN_OUT ->
          shape.size
              + "-byte texts to a room of "
              + shape.connections
              + ", "
              + shape.depth
              + " under way";
      case PACED ->
          shape.connections
              + " members say "
              + RoomDemand.PACE_PER_SECOND
              + " texts a second"
              + (shape.idle > 0 ? ", and one more does not read" : "");
      case STORED ->
          shape.connections
              + " senders with "
              + shape.depth
              + " unacknowledged "
              + shape.size
              + "-byte texts each";
      case BROADCAST -> "a " + shape.size + "-byte message to " + shape.connections + " members";
    };
  }

  private String questions() {
    return shape.connections
        + (this == UDP ? " sockets" : " connections")
        + (shape.idle > 0 ? " busy of " + (shape.connections + shape.idle) + " open" : "")
        + ", "
        + shape.size
        + "-byte messages, depth "
        + shape.depth;
  }
}
