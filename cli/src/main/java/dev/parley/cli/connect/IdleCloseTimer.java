package dev.parley.cli.connect;

import dev.parley.frame.AutoFraming;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a client still waits for once its own input has ended, and for how long. Time is an
/// argument, in nanoseconds of a `Clock`. Confined to one thread.
///
/// ```
///   stream:     input ends ─▶ (after a login: a message, or the hold, passes) ─▶ END_OUTPUT
///                          ─▶ nothing passes for the wait ─▶ ENOUGH
///                          ─▶ nothing passes for the timeout ─▶ GIVE_UP
///   datagrams:  input ends ─▶ nothing comes for the wait ─▶ ENOUGH
///                          ─▶ with a timeout: not one message within it ─▶ GIVE_UP
/// ```
///
/// A message that only silence ends is waited for longer than that silence, however short the wait.
///
/// Until the input has ended, nothing runs out: the talk belongs to whoever types.
final class IdleCloseTimer {
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

  /// How long after its last byte a message has surely come that silence ends.
  private static final long BEGUN_NANOS = AutoFraming.SILENCE.multipliedBy(2).toNanos();

  private final boolean isDatagram;
  private final long waitNanos; // NEVER for a stream without a wait
  private final Duration timeout;
  private final long timeoutNanos;
  private final long holdUntil;
  private boolean isInputEnded;
  private boolean isOutputEnded;
  private boolean hasReceived;
  private long bytesSeen;
  private long heardAt;
  private boolean isBegun;

  /// @param wait without a word from the peer that is enough; null for a stream that waits for its
  ///   end. Datagrams have no end, and so always a wait
  /// @param timeout without a word from the peer; zero means none
  /// @param holdUntil until when a stream's output stays open for a refused login to show
  IdleCloseTimer(boolean isDatagram, @Nullable Duration wait, Duration timeout, long holdUntil) {
    this.isDatagram = isDatagram;
    this.waitNanos = wait == null ? NEVER : wait.toNanos();
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

  /// A message came. `bytes` have passed altogether, which [#passed] then does not take for news.
  void received(long bytes, long now) {
    hasReceived = true;
    isBegun = false;
    bytesSeen = bytes;
    heardAt = now;
  }

  /// `bytes` have passed altogether. Parts of a message count as a word from the peer, and so do
  /// bytes of ours that it took.
  void passed(long bytes, long now) {
    if (bytes != bytesSeen) {
      bytesSeen = bytes;
      heardAt = now;
    }
  }

  /// Bytes of the peer's have come that silence makes a message.
  void begun() {
    isBegun = !hasReceived;
  }

  /// True if there is nothing more to say.
  boolean isInputEnded() {
    return isInputEnded;
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
    return enoughIn(now) <= 0 ? Step.ENOUGH : Step.GIVE_UP;
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
    return Math.min(enoughIn(now), timeoutIn(now));
  }

  private long timeoutIn(long now) {
    boolean isOff = timeoutNanos == 0 || (isDatagram && hasReceived);
    return isOff ? NEVER : heardAt + atLeastBegun(timeoutNanos) - now;
  }

  private long enoughIn(long now) {
    boolean isEnough = waitNanos != NEVER && (!isDatagram || hasReceived || timeoutNanos == 0);
    return isEnough ? heardAt + atLeastBegun(waitNanos) - now : NEVER;
  }

  private long atLeastBegun(long nanos) {
    return isBegun ? Math.max(nanos, BEGUN_NANOS) : nanos;
  }
}
