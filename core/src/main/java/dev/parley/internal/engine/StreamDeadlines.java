package dev.parley.internal.engine;

import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.CloseReason;
import org.jspecify.annotations.Nullable;

/// The deadlines of one stream session, except for writing and lingering, which its link checks. It
/// is notified of what happens and when, and returns the deadline that has expired; it never reads
/// the clock. Confined to its session's loop.
final class StreamDeadlines {
  /// 0 means "not running", so a time that happens to be 0 is stored as 1.
  private static final long NONE = 0;

  private long activeAt;
  private long frameSince;

  /// The low 32 bits of the last count of bytes written.
  private int seenBytesOut;

  /// Null while it holds nothing.
  private @Nullable Rare rare;

  /// The fields that few sessions ever need.
  private static final class Rare {
    private long heldSince;

    /// The number of the peer's requests for held output, as of heldSince.
    private int fetched;

    private long endedAt;
  }

  StreamDeadlines(long openedAt) {
    this.activeAt = openedAt;
  }

  private Rare rare() {
    Rare rare = this.rare;
    if (rare == null) {
      rare = new Rare();
      this.rare = rare;
    }
    return rare;
  }

  private long heldSince() {
    Rare rare = this.rare;
    return rare == null ? NONE : rare.heldSince;
  }

  private long endedAt() {
    Rare rare = this.rare;
    return rare == null ? NONE : rare.endedAt;
  }

  private static long at(long now) {
    return now == NONE ? 1 : now;
  }

  /// Bytes were received.
  void heard(long now) {
    activeAt = now;
  }

  /// An incomplete frame has begun.
  void frameBegan(long now) {
    frameSince = at(now);
  }

  /// No frame has begun, or we have paused reading.
  void noFrame() {
    frameSince = NONE;
  }

  boolean isFrameBegun() {
    return frameSince != NONE;
  }

  /// Returns the time since which the peer has completed nothing: the start of its incomplete
  /// message, otherwise the last time that bytes were received or sent.
  long progressAt() {
    return frameSince == NONE ? activeAt : frameSince;
  }

  /// Returns the last time that bytes were received, or later.
  long heardBy() {
    return activeAt;
  }

  /// The peer ended its stream.
  void ended(long now) {
    rare().endedAt = at(now);
    frameSince = NONE;
  }

  /// Returns the deadline that has expired at `now`, as the close reason; null if none has. A
  /// deadline has expired when its whole timeout has passed.
  ///
  /// @param config has the timeouts as they are now
  /// @param bytesOut bytes written so far
  /// @param loggingIn for how long the login has been going on, in nanoseconds; 0 if it is done
  /// @param isHolding a layer holds back output until the peer asks for it
  /// @param fetched how often the peer has asked for held output: its other input, and our answers
  ///   to that, do not count
  /// @param isPaused we do not read
  /// @param owesAnswer a conversation is still running for a peer that has ended its stream
  @Nullable CloseReason look(
      SessionConfig config,
      long now,
      long bytesOut,
      long loggingIn,
      boolean isHolding,
      int fetched,
      boolean isPaused,
      boolean owesAnswer) {
    if (isPaused) {
      activeAt = now; // the peer may be sending all the time; we do not read
    }
    boolean hasWritten = (int) bytesOut != seenBytesOut;
    if (hasWritten) {
      seenBytesOut = (int) bytesOut;
      activeAt = now;
      if (endedAt() != NONE) {
        rare().endedAt = at(now);
      }
    }
    if (isHolding && (heldSince() == NONE || rare().fetched != fetched)) {
      rare().heldSince = at(now);
      rare().fetched = fetched;
    } else if (!isHolding && heldSince() != NONE) {
      rare().heldSince = NONE;
    }
    if (loggingIn > 0) {
      return isOver(loggingIn, 0, config.loginNanos) ? CloseReason.LOGIN_TIMEOUT : null;
    }
    if (heldSince() != NONE && isOver(now, heldSince(), config.writeNanos)) {
      return CloseReason.WRITE_TIMEOUT;
    }
    if (!isPaused && frameSince != NONE && isOver(now, frameSince, config.frameNanos)) {
      return CloseReason.FRAME_TIMEOUT;
    }
    if (endedAt() != NONE && !owesAnswer && isOver(now, endedAt(), config.halfCloseNanos)) {
      return CloseReason.HALF_CLOSE_TIMEOUT;
    }
    return isOver(now, activeAt, config.idleNanos) ? CloseReason.IDLE_TIMEOUT : null;
  }

  /// Returns the problem of an expired deadline.
  static Problem problem(CloseReason over) {
    return Problem.of(
        switch (over) {
          case LOGIN_TIMEOUT -> SessionProblem.LOGIN_TIMEOUT;
          case FRAME_TIMEOUT -> SessionProblem.FRAME_TIMEOUT;
          case HALF_CLOSE_TIMEOUT -> SessionProblem.HALF_CLOSE_TIMEOUT;
          default -> SessionProblem.IDLE_TIMEOUT;
        });
  }

  private static boolean isOver(long now, long since, long timeout) {
    return timeout > 0 && now - since >= timeout;
  }
}
