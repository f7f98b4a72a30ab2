package dev.parley.testing;

import dev.parley.Server;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import java.io.IOException;
import java.time.Duration;

/// A server that penalises wrong logins of this machine's own peers too, however often they connect
/// besides, and answers each message with itself.
public final class PenalisingServer {
  private PenalisingServer() {}

  /// Starts one.
  ///
  /// @param builder has its addresses and how peers log in
  /// @param login how long a login may take
  public static Server start(
      Server.Builder builder, EventRecorder events, ManualClock clock, Duration login)
      throws IOException {
    return builder
        .handler((session, message) -> session.send(message))
        .events(events)
        .clock(clock)
        .timeouts(Timeouts.defaults().withLogin(login).withLinger(Duration.ZERO))
        .limits(Limits.defaults().withCountLoopback(true))
        .sources(SourceLimits.defaults().withConnectionRate(0, 1))
        .start();
  }
}
