package dev.parley.cli.connect;

import dev.parley.frame.AutoFraming;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Decides what a client still waits for once its own input has ended, and for how long. Time is an
/// argument, in nanoseconds of a `Clock`. Confined to one thread.
///
/// ```
///   stream:     input ends ─▶ (after a login: a message, or the hold expires) ─▶ END_OUTPUT
///                          ─▶ nothing is transferred for the wait ─▶ ENOUGH
///                          ─▶ nothing is transferred for the timeout ─▶ GIVE_UP
///   datagrams:  input ends ─▶ nothing arrives for the wait ─▶ ENOUGH
///                          ─▶ with a timeout: not one message within it ─▶ GIVE_UP
/// ```
///
/// A message that is only delimited by silence is waited for longer than that silence, however
/// short the wait.
///
/// Nothing expires before the input has ended: until then the user is in charge.
final class IdleCloseTimer {
  /// The action that is due.
  enum Step {
    /// Nothing yet.
    WAIT,
    /// Half-close our side of the stream; returned once.
    END_OUTPUT,
    /// All replies that could be expected have arrived.
    ENOUGH,
    /// They have not arrived within the timeout.
    GIVE_UP
  }

  private static final long NEVER = Long.MAX_VALUE;

  /// Time after its last byte by which a message delimited by silence has certainly arrived.
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

  /// @param wait the silence after which the client is done; null for a stream, which waits for its
  ///   end. Datagrams have no end and so always need a wait
  /// @param timeout the silence after which the client gives up; zero for none
  /// @param holdUntil until when a stream's output stays open, so that a refused login can show
  IdleCloseTimer(boolean isDatagram, @Nullable Duration wait, Duration timeout, long holdUntil) {
    this.isDatagram = isDatagram;
    this.waitNanos = wait == null ? NEVER : wait.toNanos();
    this.timeout = timeout;
    this.timeoutNanos = timeout.toNanos();
    this.holdUntil = holdUntil;
  }

  /// Takes note that our input has ended.
  void inputEnded(long now) {
    if (!isInputEnded) {
      isInputEnded = true;
      heardAt = now;
    }
  }

  /// Takes note of a message. `bytes` is the total transferred so far, so that [#passed] does not
  /// count them again.
  void received(long bytes, long now) {
    hasReceived = true;
    isBegun = false;
    bytesSeen = bytes;
    heardAt = now;
  }

  /// Takes the total of transferred bytes. Parts of a message count as a sign of life from the
  /// peer, and so do bytes of ours that it has read.
  void passed(long bytes, long now) {
    if (bytes != bytesSeen) {
      bytesSeen = bytes;
      heardAt = now;
    }
  }

  /// Takes note of bytes from the peer that only silence will turn into a message.
  void begun() {
    isBegun = !hasReceived;
  }

  /// True if our input has ended.
  boolean isInputEnded() {
    return isInputEnded;
  }

  /// True if any message has arrived.
  boolean hasReceived() {
    return hasReceived;
  }

  /// True once [Step#END_OUTPUT] has been returned.
  boolean isOutputEnded() {
    return isOutputEnded;
  }

  /// True while our output is held open although our input has ended: the server has said nothing,
  /// and may yet show that it has gone away.
  boolean isHeld(long now) {
    return !isDatagram && !isOutputEnded && !hasReceived && now < holdUntil;
  }

  /// Returns the maximum silence of the peer; zero for no limit.
  Duration timeout() {
    return timeout;
  }

  /// Returns the action that is due at `now`.
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

  /// Returns the time from `now` until an action is due: zero or less if one is, [Long#MAX_VALUE]
  /// if none will ever be.
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
