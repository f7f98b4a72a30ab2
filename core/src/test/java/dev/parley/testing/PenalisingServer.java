package dev.parley.testing;

import dev.parley.Server;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import java.io.IOException;
import java.time.Duration;

/// An echo server that penalises wrong logins even of local peers, but does not limit how often
/// they connect.
public final class PenalisingServer {
  private PenalisingServer() {}

  /// Starts one.
  ///
  /// @param builder has its addresses and its security
  /// @param login the login timeout
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
