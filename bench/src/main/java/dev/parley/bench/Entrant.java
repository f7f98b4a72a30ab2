package dev.parley.bench;

import dev.parley.load.StandingLoad;
import dev.parley.load.Turn;
import dev.parley.load.Usage;
import dev.parley.load.UsageMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A contender that takes part in a heat: its server runs and its connections are open, but it is
/// idle until its turn. Confined to one thread.
final class Entrant implements AutoCloseable {
  private final Point point;
  private final RunningServer server;
  private final StandingLoad load;
  private final UsageMeter meter;
  private final List<Cost> costs = new ArrayList<>();
  private Turn seen = Turn.none();

  private Entrant(Point point, RunningServer server, StandingLoad load) {
    this.point = point;
    this.server = server;
    this.load = load;
    this.meter = new UsageMeter(server.pid());
  }

  /// Starts the server and opens the connections.
  ///
  /// @throws Unavailable if either fails
  static Entrant enter(Place place, Children children, Point point)
      throws IOException, InterruptedException, Unavailable {
    RunningServer server =
        RunningServer.start(place, children, point.contender(), point.threads(), List.of());
    try {
      return new Entrant(
          point, server, Generator.open(server, point, Credentials.of(place, children)));
    } catch (IOException | InterruptedException | Unavailable e) {
      server.close();
      throw e;
    }
  }

  /// Returns the point that it measures.
  Point point() {
    return point;
  }

  /// Returns the pid of the server.
  long pid() {
    return server.pid();
  }

  /// Runs a turn that is not counted.
  ///
  /// @return the number of messages answered
  long warmUp(Duration length) throws Unavailable {
    return take(length).messages();
  }

  /// Runs a turn that is counted. The processor time is read while there is no load: before the
  /// first request and after the last answer.
  void turn(Duration length) throws Unavailable {
    Usage before = usage();
    Turn turn = take(length);
    costs.add(new Cost(usage().since(before).cpuSeconds() * 1e6, turn.messages()));
    seen = seen.plus(turn);
  }

  private Turn take(Duration length) throws Unavailable {
    Turn turn = load.turn(length);
    if (turn.wrong() > 0) {
      throw new Unavailable(turn.wrong() + " wrong answers");
    }
    if (turn.failedConnections() > 0) {
      throw new Unavailable(turn.failedConnections() + " connections ended");
    }
    if (turn.unanswered() > 0) {
      throw new Unavailable(turn.unanswered() + " requests have no answer");
    }
    if (turn.messages() == 0) {
      throw new Unavailable("no answer came, " + turn.lost() + " datagrams lost");
    }
    return turn;
  }

  private Usage usage() throws Unavailable {
    return meter.read().orElseThrow(() -> new Unavailable("the system does not tell its time"));
  }

  /// Returns all counted turns.
  Sample sample() {
    return Sample.of(costs, seen);
  }

  @Override
  public void close() {
    load.close();
    server.close();
  }
}
