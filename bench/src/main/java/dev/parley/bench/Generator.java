package dev.parley.bench;

import dev.parley.ClientOptions;
import dev.parley.frame.Framing;
import dev.parley.limit.Clock;
import dev.parley.load.Expectation;
import dev.parley.load.StandingLoad;
import dev.parley.load.Turn;
import dev.parley.session.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// The load generator: the load of `./parley bench`, here in this process, so that the same warm
/// code queries all contenders. Each contender has an event loop of its own, which waits in the
/// kernel between its turns.
final class Generator implements Demand {
  private static final Duration LATE = Duration.ofSeconds(1);

  private final StandingLoad load;

  private Generator(StandingLoad load) {
    this.load = load;
  }

  /// Opens the connections of a point to its server.
  ///
  /// @throws Unavailable if one of them cannot be opened
  static Generator open(RunningServer server, Point point, Credentials credentials)
      throws Unavailable {
    Load.Shape shape = point.load().shape();
    Framing framing = Framing.parse(point.contender().framing());
    var load =
        new dev.parley.load.Load(
            Address.parse(server.address()),
            framing,
            framing,
            shape.connections(),
            shape.idle(),
            shape.size(),
            shape.depth(),
            0,
            1,
            Duration.ZERO,
            Duration.ZERO,
            LATE,
            Expectation.UPPER);
    try {
      ClientOptions options = load.options();
      return new Generator(
          StandingLoad.open(
              load,
              switch (point.contender().protection()) {
                case NONE -> options;
                case SEALED -> options.withSecurity(credentials.sealed());
                case TLS -> options.withTls(credentials.tls());
              },
              Clock.system()));
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Served turn(Duration length) throws Unavailable {
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
    return new Served(turn.messages(), turn.seconds(), Optional.of(turn));
  }

  @Override
  public void close() {
    load.close();
  }
}
