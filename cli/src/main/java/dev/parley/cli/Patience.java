package dev.parley.cli;

import java.time.Duration;

/// What a client still waits for once its own input has ended, and for how long. Time is an
/// argument, in nanoseconds of a `Clock`. Confined to one thread.
///
/// ```
///   stream:     input ends ─▶ (after a login: a message, or the hold, passes) ─▶ END_OUTPUT
///                          ─▶ the peer closes · nothing comes for the timeout ─▶ GIVE_UP
///   datagrams:  input ends ─▶ nothing comes for the wait ─▶ ENOUGH
///                          ─▶ with a timeout: not one message within it ─▶ GIVE_UP
/// ```
///
/// Until the input has ended, nothing runs out: the talk belongs to whoever types.
final class Patience {
  /// What is due.
  enum Step {
    /// Nothing yet.
    WAIT,
    /// Our side is to end its stream; said once.
    END_OUTPUT,
    /// What could be expected has come.
    ENOUGH,
    /// It has not, within the timeout.
    GIVE_UP
  }

  private static final long NEVER = Long.MAX_VALUE;

  private final boolean isDatagram;
  private final long waitNanos;
  private final Duration timeout;
  private final long timeoutNanos;
  private final long holdUntil;
  private boolean isInputEnded;
  private boolean isOutputEnded;
  private boolean hasReceived;
  private long bytesIn;
  private long heardAt;

  /// @param wait for late datagrams, after the last
  /// @param timeout without a word from the peer; zero means none
  /// @param holdUntil until when a stream's output stays open for a refused login to show
  Patience(boolean isDatagram, Duration wait, Duration timeout, long holdUntil) {
    this.isDatagram = isDatagram;
    this.waitNanos = wait.toNanos();
    this.timeout = timeout;
    this.timeoutNanos = timeout.toNanos();
    this.holdUntil = holdUntil;
  }

  /// There is nothing more to say.
  void inputEnded(long now) {
    if (!isInputEnded) {
      isInputEnded = true;
      heardAt = now;
    }
  }

  /// A message came, and so many bytes altogether: those are no news when [#heard] is told of them.
  void received(long bytes, long now) {
    hasReceived = true;
    bytesIn = bytes;
    heardAt = now;
  }

  /// So many bytes have come altogether: parts of a message count as a word from the peer.
  void heard(long bytes, long now) {
    if (bytes != bytesIn) {
      bytesIn = bytes;
      heardAt = now;
    }
  }

  /// True if any message came.
  boolean hasReceived() {
    return hasReceived;
  }

  /// True if our side was told to end its stream.
  boolean isOutputEnded() {
    return isOutputEnded;
  }

  /// How long without a word from the peer is too long; zero means none.
  Duration timeout() {
    return timeout;
  }

  /// What is due at `now`.
  Step step(long now) {
    if (nanosLeft(now) > 0) {
      return Step.WAIT;
    }
    if (!isDatagram && !isOutputEnded) {
      isOutputEnded = true;
      return Step.END_OUTPUT;
    }
    return isDatagram && (hasReceived || timeoutNanos == 0) ? Step.ENOUGH : Step.GIVE_UP;
  }

  /// How long from `now` until something is due; at most zero when it is, [Long#MAX_VALUE] when
  /// nothing ever will be.
  long nanosLeft(long now) {
    if (!isInputEnded) {
      return NEVER;
    }
    if (!isDatagram && !isOutputEnded) {
      return hasReceived ? 0 : holdUntil - now;
    }
    if (isDatagram && (hasReceived || timeoutNanos == 0)) {
      return heardAt + waitNanos - now;
    }
    return timeoutNanos == 0 ? NEVER : heardAt + timeoutNanos - now;
  }
}
