package dev.parley.bench;

import java.time.Duration;
import java.util.Optional;

/// The work that a contender's server is given, turn by turn. Between turns it has nothing to do.
/// For one thread; blocks.
interface Demand extends AutoCloseable {
  /// Opens the connections of a point to its server.
  ///
  /// @throws Unavailable if one of them cannot be opened
  static Demand open(RunningServer server, Point point, Credentials credentials)
      throws Unavailable {
    Load.Shape shape = point.load().shape();
    if (point.contender() == Contender.JDK_CIPHERS) {
      return CipherOrders.open(server.port(), point.load());
    }
    return switch (point.load().kind()) {
      case QUESTIONS -> Generator.open(server, point, credentials);
      case VISITS -> new Visits(server.port(), shape.size());
      case FAN_OUT, PACED, STORED -> RoomDemand.open(server.port(), point);
      case BROADCAST -> Audience.open(server.port(), shape.connections(), shape.size());
    };
  }

  /// Gives work for `length` that is not counted, so that a server's code is warm.
  default void warmUp(Duration length) throws Unavailable {
    Served _ = turn(length);
  }

  /// Brings about the state that a turn begins in; that is not counted.
  ///
  /// @throws Unavailable if that fails
  default void prepare() throws Unavailable {}

  /// Gives work for `length`, then waits until all of it is done.
  ///
  /// @throws Unavailable if something of it is wrong or missing
  Served turn(Duration length) throws Unavailable;

  /// Returns the bytes that all threads of the server have allocated so far; empty if it is not
  /// asked.
  default Optional<Long> allocatedBytes() throws Unavailable {
    return Optional.empty();
  }

  @Override
  void close();
}
