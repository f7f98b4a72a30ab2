package dev.parley.session;

import dev.parley.problem.Problem;
import org.jspecify.annotations.Nullable;

/// How a session ended, and whether our output was delivered to the system.
///
/// @param reason the reason of the end, as in [Event.SessionClosed]
/// @param problem the problem behind the reason, null if the reason says everything
/// @param unsentBytes how many bytes, counted as on the wire, the system had not accepted when the
///   socket was closed, so that they are lost. 0 over datagrams
/// @param isCut the connection was cut by a network failure or by our abort. The reason does not
///   tell, because a graceful close can still fail. Data the system had accepted may be lost too
public record SessionEnd(
    CloseReason reason, @Nullable Problem problem, long unsentBytes, boolean isCut) {
  /// Returns the problem's sentence, empty if there is none.
  public String detail() {
    return problem == null ? "" : problem.toString();
  }

  /// Returns true if the system accepted everything that was sent and the connection then ended
  /// normally. The peer's program may still have exited without reading it; no transport reports
  /// that.
  public boolean isAllSent() {
    return unsentBytes == 0 && !isCut;
  }
}
