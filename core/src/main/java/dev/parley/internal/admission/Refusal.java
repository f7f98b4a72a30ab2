package dev.parley.internal.admission;

import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;

/// The reason why a stream peer is not admitted.
///
/// @param problem names the limit
public record Refusal(Kind kind, Problem problem) {
  /// The kind of limit; each kind is reported separately.
  public enum Kind {
    /// It calls over IPv4 at an IPv6-only listener.
    FAMILY,
    /// It is none of the senders of the prelude that is required, such as a listed proxy.
    UNLISTED_SENDER,
    /// Its prelude, such as a PROXY header, is missing or wrong.
    PRELUDE,
    /// Its address is not allowed.
    DENIED,
    /// Its source is under a penalty.
    PENALTY,
    /// Its source connects too often.
    RATE,
    /// Its source has its maximum of sessions.
    SOURCE_FULL,
    /// The maximum of sessions is open.
    FULL,
    /// It had a place, but a newcomer evicted it before it began.
    EVICTED
  }

  /// Returns the close reason of a session that is refused during or after its login.
  public CloseReason reason() {
    return switch (kind) {
      case EVICTED -> CloseReason.EVICTED;
      case PENALTY -> CloseReason.LOGIN_REFUSED;
      default -> CloseReason.SESSIONS_FULL;
    };
  }
}
