package dev.parley.internal.engine;

import org.jspecify.annotations.Nullable;

/// What few sessions need, created at its first use, since an idle session should take little
/// memory. Confined to its loop.
final class SessionExtras {
  /// The first of the session's timers, linked by their fields so that dropping them allocates
  /// nothing.
  private @Nullable SessionTimer first;

  /// Null until there is one.
  private @Nullable FlushCallbacks flushes;

  /// Null unless the session is changing to TLS.
  private @Nullable Upgrade upgrade;

  /// True from the moment when the session began to change to TLS.
  private boolean isUpgraded;

  /// True once an exception of the handler has ended the session.
  private boolean isEndedByHandler;

  /// True while the handler says its last words.
  private boolean isEnding;

  /// The time from which a quiet peer's silence counts, and what it had sent by then: the number of
  /// its bytes and messages, −1 before the first look.
  private long quietSince;

  private long quietAt = -1;

  /// Returns true if nothing was received for `nanos`, and then counts from `now` on again.
  ///
  /// @param received the number of bytes and messages so far
  /// @param heardBy a time not before that of the last of them, and not after `now`
  /// @param isListening false while we do not read, so that nothing counts
  boolean isQuiet(long now, long received, long heardBy, boolean isListening, long nanos) {
    if (!isListening) {
      quietSince = now;
    } else if (received != quietAt) {
      quietSince = heardBy;
    }
    quietAt = received;
    if (now - quietSince < nanos) {
      return false;
    }
    quietSince = now;
    return true;
  }

  /// Returns the callbacks of flushes, created on first use.
  FlushCallbacks createdFlushes() {
    FlushCallbacks flushes = this.flushes;
    if (flushes == null) {
      flushes = new FlushCallbacks();
      this.flushes = flushes;
    }
    return flushes;
  }

  /// Returns the callbacks of flushes, null if there are none.
  @Nullable FlushCallbacks flushes() {
    return flushes == null || flushes.isEmpty() ? null : flushes;
  }

  void begin(Upgrade upgrade) {
    this.upgrade = upgrade;
    isUpgraded = true;
  }

  /// Returns the change to TLS that is going on, null if there is none.
  @Nullable Upgrade upgrade() {
    return upgrade;
  }

  void endUpgrade() {
    upgrade = null;
  }

  boolean isUpgraded() {
    return isUpgraded;
  }

  void endedByHandler() {
    isEndedByHandler = true;
  }

  boolean isEndedByHandler() {
    return isEndedByHandler;
  }

  void ending(boolean isNow) {
    isEnding = isNow;
  }

  boolean isEnding() {
    return isEnding;
  }

  void add(SessionTimer timer) {
    SessionTimer next = first;
    timer.next = next;
    if (next != null) {
      next.previous = timer;
    }
    first = timer;
  }

  /// Removes a timer that was added.
  void remove(SessionTimer timer) {
    SessionTimer previous = timer.previous;
    SessionTimer next = timer.next;
    if (previous == null) {
      first = next;
    } else {
      previous.next = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    timer.previous = null;
    timer.next = null;
  }

  /// Drops all timers, because the session has ended. Allocates nothing.
  void dropTimers() {
    for (SessionTimer timer = first; timer != null; timer = first) {
      timer.drop();
    }
  }
}
