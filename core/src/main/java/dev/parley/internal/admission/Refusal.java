package dev.parley.internal.admission;

import dev.parley.session.CloseReason;

/// Why a stream peer is not let in.
///
/// @param why a sentence that names the limit
public record Refusal(Kind kind, String why) {
  /// What kept it out; each kind is reported by itself.
  public enum Kind {
    /// It calls over IPv4 where IPv6 alone is listened at.
    FAMILY,
    /// It may send no PROXY header, and a header is demanded.
    UNLISTED_PROXY,
    /// Its PROXY header is missing or wrong.
    PROXY_HEADER,
    /// Its address may not call.
    DENIED,
    /// Its source waits out a penalty.
    PENALTY,
    /// Its source connects too often.
    RATE,
    /// Its source has as many sessions as it may.
    SOURCE_FULL,
    /// All sessions are taken.
    FULL,
    /// It had a place, and a newcomer was given it before it began.
    EVICTED
  }

  /// The reason of a session that is refused in its login, or when that is done.
  public CloseReason reason() {
    return switch (kind) {
      case EVICTED -> CloseReason.EVICTED;
      case PENALTY -> CloseReason.LOGIN_REFUSED;
      default -> CloseReason.SESSIONS_FULL;
    };
  }
}
