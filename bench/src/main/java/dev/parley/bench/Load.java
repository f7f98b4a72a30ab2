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
      EnumSet.of(PARLEY, PARLEY_SEALED, PARLEY_TLS, NETTY_TLS)),
  DEPTH_32(
      "depth-32",
      new Shape(100, 0, 64, 32),
      EnumSet.of(
          PARLEY,
          PARLEY_LINE,
          PARLEY_CONVERSATION,
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
      EnumSet.of(PARLEY, PARLEY_SEALED, PARLEY_TLS, NETTY_TLS)),
  LARGE(
      "large",
      new Shape(50, 0, 16 << 10, 1),
      EnumSet.of(PARLEY, C_EPOLL, NETTY_EPOLL, VERTX, VIRTUAL_THREADS),
      EnumSet.of(PARLEY, PARLEY_SEALED, PARLEY_TLS, NETTY_TLS)),
  OPEN_10000("open-10000", new Shape(100, 9_900, 64, 1), EnumSet.of(PARLEY), Set.of()),
  UDP(
      "udp",
      new Shape(20, 0, 64, 8),
      EnumSet.of(PARLEY_UDP, C_MMSG, NETTY_UDP),
      EnumSet.of(PARLEY_UDP, PARLEY_SEALED_UDP));

  /// The parameters of the generator.
  ///
  /// @param connections busy connections (sockets)
  /// @param idle further connections, open and silent
  /// @param size bytes of a message
  /// @param depth messages in flight per busy connection
  @Immutable
  record Shape(int connections, int idle, int size, int depth) {}

  private final String title;
  private final Shape shape;

  // Filled before the constructor returns, and not changed after that.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Contender> contenders;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Contender> guarded;

  Load(String title, Shape shape, Set<Contender> contenders, Set<Contender> guarded) {
    this.title = title;
    this.shape = shape;
    this.contenders = contenders;
    this.guarded = guarded;
  }

  /// Returns its name in tables and on the command line.
  String title() {
    return title;
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

  /// True if `contender` supports this number of threads here: Python has only one, and a UDP
  /// socket of Parley belongs to one event loop.
  boolean allows(Contender contender, int threads) {
    return threads == 1
        || (contenders.contains(contender)
            && this != UDP
            && this != OPEN_10000
            && !(contender.program() instanceof Program.Python));
  }

  /// Returns a description for people: `100 connections, 64 bytes, depth 1`.
  String description() {
    return shape.connections
        + (this == UDP ? " sockets" : " connections")
        + (shape.idle > 0 ? " busy of " + (shape.connections + shape.idle) + " open" : "")
        + ", "
        + shape.size
        + "-byte messages, depth "
        + shape.depth;
  }
}
