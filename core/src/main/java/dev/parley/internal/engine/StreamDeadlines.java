package dev.parley.internal.engine;

import dev.parley.session.CloseReason;
import org.jspecify.annotations.Nullable;

/// The deadlines of one stream session but for writing and lingering, which its link keeps. Told
/// what happens and when, it says which one is over; it never asks for the time. Confined to its
/// session's loop.
final class StreamDeadlines {
  /// 0 stands for "not running", so a time that happens to be 0 is kept as the nanosecond after it.
  private static final long NONE = 0;

  private final SessionConfig terms;
  private final long openedAt;
  private long activeAt;
  private long frameSince;

  /// The last bits of how many had been written.
  private int seenBytesOut;

  /// Null as long as it would say nothing.
  private @Nullable Rare rare;

  /// What few sessions ever need.
  private static final class Rare {
    private long heldSince;

    /// What of what was held the peer had asked for by then.
    private int fetched;

    private long endedAt;
  }

  StreamDeadlines(SessionConfig terms, long openedAt) {
    this.terms = terms;
    this.openedAt = openedAt;
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

  /// Bytes came.
  void heard(long now) {
    activeAt = now;
  }

  /// A frame has begun that is not all there.
  void frameBegan(long now) {
    frameSince = at(now);
  }

  /// No frame is begun, or it is we who do not read on.
  void noFrame() {
    frameSince = NONE;
  }

  boolean isFrameBegun() {
    return frameSince != NONE;
  }

  /// Since when the peer has brought nothing to an end: when the message that it is in the middle
  /// of began, otherwise when bytes last came or went.
  long progressAt() {
    return frameSince == NONE ? activeAt : frameSince;
  }

  /// The peer ended its stream.
  void ended(long now) {
    rare().endedAt = at(now);
    frameSince = NONE;
  }

  /// The deadline that is over at `now`, as the reason to end; null when none is. A deadline is
  /// over when its whole timeout has passed.
  ///
  /// @param bytesOut written so far
  /// @param isLoggingIn the login is not done
  /// @param isHolding a layer holds back what we said until the peer asks for it
  /// @param fetched how often the peer has asked for some of it: all else that it does, and what we
  ///   say to that, does not count
  /// @param isPaused we do not read
  /// @param owesAnswer somebody is still at work for a peer that has ended its stream
  @Nullable CloseReason look(
      long now,
      long bytesOut,
      boolean isLoggingIn,
      boolean isHolding,
      int fetched,
      boolean isPaused,
      boolean owesAnswer) {
    if (isPaused) {
      activeAt = now; // the peer may be talking all the time; we do not listen
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
    if (isLoggingIn) {
      return isOver(now, openedAt, terms.loginNanos) ? CloseReason.LOGIN_TIMEOUT : null;
    }
    if (heldSince() != NONE && isOver(now, heldSince(), terms.writeNanos)) {
      return CloseReason.WRITE_TIMEOUT;
    }
    if (!isPaused && frameSince != NONE && isOver(now, frameSince, terms.frameNanos)) {
      return CloseReason.FRAME_TIMEOUT;
    }
    if (endedAt() != NONE && !owesAnswer && isOver(now, endedAt(), terms.halfCloseNanos)) {
      return CloseReason.HALF_CLOSE_TIMEOUT;
    }
    return isOver(now, activeAt, terms.idleNanos) ? CloseReason.IDLE_TIMEOUT : null;
  }

  /// What to say of a deadline that is over.
  static String sentence(CloseReason over) {
    return switch (over) {
      case LOGIN_TIMEOUT -> "the login was not done within the login timeout";
      case FRAME_TIMEOUT -> "a begun message was not finished within the frame timeout";
      case HALF_CLOSE_TIMEOUT -> "nothing more was said to a peer that had ended its stream";
      default -> "nothing came or went for the idle timeout";
    };
  }

  private static boolean isOver(long now, long since, long timeout) {
    return timeout > 0 && now - since >= timeout;
  }
}
