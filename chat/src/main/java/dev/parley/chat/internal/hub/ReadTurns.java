package dev.parley.chat.internal.hub;

import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;

/// Whose turn it is to read a part of a log: one part at a time for each connection, when what it
/// was sent before has left, and all connections in a round.
///
/// ```
///   ask ─▶ line of the connection ─ outbox has room ─▶ round ─ one of MAX_READING ─▶ reply
/// ```
///
/// So the parts that are in memory have a bound, nobody waits for more than one part of each other
/// connection, and what is for somebody who has gone is not read. Confined to the hub's loop.
final class ReadTurns {
  /// How many parts are read at once. One has at most 256 KiB ([dev.parley.chat.history.Page]).
  static final int MAX_READING = 32;

  /// How many requests for pages of one connection wait.
  static final int MAX_WAITING = 128;

  /// A connection for which more bytes wait than these is not read for.
  static final long MAX_OUTBOX_BYTES = 64 << 10;

  private final Hub hub;

  /// Those whose turn may be next, each once.
  private final ArrayDeque<Connection> round = new ArrayDeque<>();

  private int reading;
  private boolean isServing;

  /// What one connection waits for.
  static final class Line {
    private final ArrayDeque<Turn<?>> turns = new ArrayDeque<>(2);
    private boolean isReading;
    private boolean isInRound;

    /// True while what it was sent has not left.
    private boolean isFull;
  }

  private record Turn<T>(Seat seat, LogReply<T> reply, Consumer<History.Reply<T>> read) {
    boolean isWanted() {
      return seat.state != Seat.State.LEFT && seat.connection.mayRead();
    }

    void begin(Runnable ended) {
      reply.then(ended);
      read.accept(reply);
    }

    void drop() {
      reply.failed(seat.connection.mayRead() ? HistoryFault.NOT_KEPT : HistoryFault.BUSY);
    }
  }

  ReadTurns(Hub hub) {
    this.hub = hub;
  }

  /// Reads for a seat when it is its turn. Fails instead if the seat was left by then, or its
  /// connection ends.
  ///
  /// @param read asks the log, which replies once
  <T> void ask(Seat seat, LogReply<T> reply, Consumer<History.Reply<T>> read) {
    Connection connection = seat.connection;
    Line line = connection.reads;
    if (line == null) {
      line = new Line();
      connection.reads = line;
    }
    if (line.turns.size() >= MAX_WAITING) {
      dropUnwanted(connection);
    }
    line.turns.add(new Turn<>(seat, reply, read));
    queue(connection, line);
    serve();
  }

  /// Returns true if a connection waits for so much that it may not ask for more pages.
  boolean isFull(Connection connection) {
    Line line = connection.reads;
    if (line == null || line.turns.size() < MAX_WAITING) {
      return false;
    }
    dropUnwanted(connection);
    return line.turns.size() >= MAX_WAITING;
  }

  /// Drops what waits for seats that were left, and all if the connection has ended, or the server
  /// shuts down.
  void dropUnwanted(Connection connection) {
    Line line = connection.reads;
    if (line == null) {
      return;
    }
    ArrayDeque<Turn<?>> unwanted = new ArrayDeque<>(0);
    for (Iterator<Turn<?>> turns = line.turns.iterator(); turns.hasNext(); ) {
      Turn<?> turn = turns.next();
      if (!turn.isWanted()) {
        turns.remove();
        unwanted.add(turn);
      }
    }
    unwanted.forEach(Turn::drop);
  }

  /// Puts a connection into the round, unless it is there, or must not be yet.
  private void queue(Connection connection, Line line) {
    if (line.turns.isEmpty() || line.isReading || line.isInRound || line.isFull) {
      return;
    }
    if (connection.mayRead() && connection.outlet.waiting() > MAX_OUTBOX_BYTES) {
      line.isFull = true;
      connection.outlet.whenFlushed(() -> flushed(connection, line));
    } else {
      line.isInRound = true;
      round.add(connection);
    }
  }

  private void flushed(Connection connection, Line line) {
    if (!hub.loop.isCurrent()) {
      hub.loop.execute(() -> flushed(connection, line));
      return;
    }
    line.isFull = false;
    queue(connection, line);
    serve();
  }

  /// Begins what may begin. A log in memory replies meanwhile.
  private void serve() {
    if (isServing) {
      return;
    }
    isServing = true;
    try {
      while (reading < MAX_READING && !round.isEmpty()) {
        Connection connection = round.remove();
        Line line = connection.reads;
        if (line != null) {
          line.isInRound = false;
          begin(connection, line);
        }
      }
    } finally {
      isServing = false;
    }
  }

  private void begin(Connection connection, Line line) {
    Turn<?> turn = line.turns.poll();
    while (turn != null && !turn.isWanted()) {
      turn.drop();
      turn = line.turns.poll();
    }
    if (turn == null) {
      return;
    }
    line.isReading = true;
    reading++;
    turn.begin(() -> {
      line.isReading = false;
      reading--;
      queue(connection, line);
      serve();
    });
  }
}
