package dev.parley.bench;

import dev.parley.ClientOptions;
import dev.parley.frame.Framing;
import dev.parley.limit.Clock;
import dev.parley.load.Expectation;
import dev.parley.load.StandingLoad;
import dev.parley.session.Address;
import java.io.IOException;
import java.time.Duration;

/// The load: what `./parley bench` puts on a server, here in this process, so that all contenders
/// are asked by the same warm code. Each has a loop of its own, which waits in the kernel until it
/// is its turn.
final class Generator {
  private static final Duration LATE = Duration.ofSeconds(1);

  private Generator() {}

  /// Opens the connections of a point to its server.
  ///
  /// @throws Unavailable if one of them cannot be opened
  static StandingLoad open(RunningServer server, Point point, Credentials credentials)
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
      return StandingLoad.open(
          load,
          switch (point.contender().protection()) {
            case NONE -> options;
            case SEALED -> options.withSecurity(credentials.sealed());
            case TLS -> options.withTls(credentials.tls());
          },
          Clock.system());
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }
}
