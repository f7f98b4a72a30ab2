package dev.parley.bench;

import dev.parley.bench.rooms.ChatDialect;
import dev.parley.bench.rooms.FanOut;
import dev.parley.bench.rooms.PacedTalk;
import dev.parley.bench.rooms.RoomTurn;
import dev.parley.bench.rooms.Senders;
import dev.parley.bench.rooms.Talk;
import dev.parley.load.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Members of a chat server's rooms, who speak its own dialect.
final class RoomDemand implements Demand {
  /// How many texts are said in a second where a load has a pace.
  static final int PACE_PER_SECOND = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Talk talk;

  private RoomDemand(Talk talk) {
    this.talk = talk;
  }

  /// Opens the connections of a point.
  ///
  /// @throws Unavailable if that fails
  static RoomDemand open(int port, Point point) throws Unavailable {
    ChatDialect dialect =
        point
            .contender()
            .dialect()
            .orElseThrow(() -> new Unavailable(point.contender().title() + " has no rooms"));
    try {
      return new RoomDemand(open(port, dialect, point.load()));
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private static Talk open(int port, ChatDialect dialect, Load load) throws IOException {
    Load.Shape shape = load.shape();
    return switch (load.kind()) {
      case FAN_OUT ->
          FanOut.open(port, dialect, shape.connections(), shape.size(), shape.depth(), PATIENCE);
      case PACED ->
          PacedTalk.open(
              port,
              dialect,
              shape.connections(),
              shape.size(),
              PACE_PER_SECOND,
              shape.idle() > 0,
              PATIENCE);
      case STORED ->
          Senders.open(port, dialect, shape.connections(), shape.size(), shape.depth(), PATIENCE);
      case QUESTIONS, VISITS, BROADCAST -> throw new IllegalArgumentException(load.title());
    };
  }

  @Override
  public void warmUp(Duration length) throws Unavailable {
    try {
      talk.warmUp(length);
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void prepare() throws Unavailable {
    try {
      talk.prepare();
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Served turn(Duration length) throws Unavailable {
    try {
      RoomTurn turn = talk.turn(length);
      boolean isTimed = turn.times().getTotalCount() > 0;
      return new Served(
          turn.messages(),
          turn.seconds(),
          isTimed ? Optional.of(Turn.of(turn.times(), turn.seconds())) : Optional.empty());
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    talk.close();
  }
}
