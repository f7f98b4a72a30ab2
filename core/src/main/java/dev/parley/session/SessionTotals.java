package dev.parley.session;

import java.util.Map;

/// What all sessions of a server or connector have done so far, and in which state they are, at one
/// moment. Immutable.
///
/// @param traffic of all sessions, those that have ended included
/// @param loggingIn the number of sessions whose login is not done
/// @param open the number of open sessions
/// @param closing the number of sessions that are no longer open and whose socket is not closed yet
/// @param ended the number of sessions that have ended for each reason, without those with none;
///   sessions that never logged in count, connections and datagrams that were refused before they
///   had a session do not
/// @param droppedDatagrams the number of datagrams that the system has dropped because its buffers
///   for our datagram sockets were full, as far as it has reported them ([Event.DatagramsDropped])
public record SessionTotals(
    Traffic traffic,
    int loggingIn,
    int open,
    int closing,
    Map<CloseReason, Long> ended,
    long droppedDatagrams) {

  /// Copies the map.
  public SessionTotals {
    ended = Map.copyOf(ended);
  }

  /// Returns the number of sessions that have ended for `reason`, or 0.
  public long ended(CloseReason reason) {
    return ended.getOrDefault(reason, 0L);
  }
}
