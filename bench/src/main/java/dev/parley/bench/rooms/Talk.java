package dev.parley.bench.rooms;

import java.io.IOException;
import java.time.Duration;

/// What the members of rooms say, turn by turn. For one thread; blocks.
public interface Talk extends AutoCloseable {
  /// Speaks for `length` without a result, so that a server's code is warm.
  default void warmUp(Duration length) throws IOException {
    RoomTurn _ = turn(length);
  }

  /// Brings about the state that a turn begins in.
  default void prepare() throws IOException {}

  /// Speaks for `length`, then waits until everything that was said has come to everybody.
  ///
  /// @throws IOException if something of it is wrong, missing or refused
  RoomTurn turn(Duration length) throws IOException;

  @Override
  void close();
}
