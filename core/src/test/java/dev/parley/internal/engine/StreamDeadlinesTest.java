package dev.parley.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.frame.Framing;
import dev.parley.limit.Clock;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests every deadline of a stream session, a nanosecond before it and exactly at it.
class StreamDeadlinesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long[] STARTS = {2, 1, -1, 12_345, Long.MAX_VALUE - SECOND};

  private long openedAt = 0;
  private SessionConfig config = null;

  private StreamDeadlines deadlines(long openedAt) {
    Timeouts timeouts =
        Timeouts.defaults()
            .withLogin(Duration.ofSeconds(5))
            .withFrame(Duration.ofSeconds(30))
            .withIdle(Duration.ofSeconds(100))
            .withWrite(Duration.ofSeconds(10))
            .withHalfClose(Duration.ofSeconds(60));
    this.openedAt = openedAt;
    this.config = config(timeouts);
    return new StreamDeadlines(openedAt);
  }

  private static SessionConfig config(Timeouts timeouts) {
    return new SessionConfig(
        new EngineContext(Clock.system(), _ -> {}),
        SessionConfig.Side.SERVER,
        (_, _) -> {},
        Framing.line(),
        Framing.line(),
        false,
        Security.none(),
        null,
        Limits.defaults(),
        timeouts);
  }

  /// The arguments of a look besides the time.
  private record Seen(
      long bytesOut,
      boolean isLoggingIn,
      boolean isHolding,
      int fetched,
      boolean isPaused,
      boolean owesAnswer) {
    Seen(
        long bytesOut,
        boolean isLoggingIn,
        boolean isHolding,
        boolean isPaused,
        boolean owesAnswer) {
      this(bytesOut, isLoggingIn, isHolding, 0, isPaused, owesAnswer);
    }

    static Seen holding(long bytesOut, int fetched) {
      return new Seen(bytesOut, false, true, fetched, false, false);
    }
  }

  private CloseReason look(StreamDeadlines deadlines, long now, Seen seen) {
    return deadlines.look(
        config,
        now,
        seen.bytesOut,
        seen.isLoggingIn ? Math.max(now - openedAt, 1) : 0,
        seen.isHolding,
        seen.fetched,
        seen.isPaused,
        seen.owesAnswer);
  }

  private static Seen quiet() {
    return new Seen(0, false, false, false, false);
  }

  private void assertOver(
      CloseReason expected, StreamDeadlines deadlines, long from, long seconds, Seen state) {
    assertNull(look(deadlines, from + seconds * SECOND - 1, state), "a nanosecond before");
    assertEquals(expected, look(deadlines, from + seconds * SECOND, state));
  }

  @Test
  void theLoginHasItsTimeHoweverTheBytesTrickle() {
    for (long start : STARTS) {
      StreamDeadlines deadlines = deadlines(start);
      deadlines.heard(start + 4 * SECOND);
      Seen state = new Seen(32, true, false, false, false);
      assertOver(CloseReason.LOGIN_TIMEOUT, deadlines, start, 5, state);
    }
  }

  @Test
  void aFrameHasItsTimeFromItsFirstByte() {
    for (long start : STARTS) {
      StreamDeadlines deadlines = deadlines(start);
      deadlines.frameBegan(start);
      deadlines.heard(start + 29 * SECOND);
      assertOver(CloseReason.FRAME_TIMEOUT, deadlines, start, 30, quiet());
    }
  }

  @Test
  void aFrameIsNotLateWhileItsRestMayLieUnread() {
    StreamDeadlines deadlines = deadlines(0);
    deadlines.frameBegan(0);
    assertNull(look(deadlines, 31 * SECOND, new Seen(0, false, false, true, false)));
    assertEquals(CloseReason.FRAME_TIMEOUT, look(deadlines, 31 * SECOND, quiet()));
  }

  @Test
  void aFrameThatIsWholeHasNoDeadline() {
    StreamDeadlines deadlines = deadlines(0);
    deadlines.frameBegan(0);
    deadlines.noFrame();
    assertNull(look(deadlines, 99 * SECOND, quiet()));
  }

  @Test
  void silenceIsCountedFromTheLastByteEitherWay() {
    for (long start : STARTS) {
      StreamDeadlines deadlines = deadlines(start);
      assertNull(look(deadlines, start + 50 * SECOND, new Seen(7, false, false, false, false)));
      assertOver(
          CloseReason.IDLE_TIMEOUT,
          deadlines,
          start + 50 * SECOND,
          100,
          new Seen(7, false, false, false, false));
      deadlines.heard(start + 200 * SECOND);
      assertOver(
          CloseReason.IDLE_TIMEOUT,
          deadlines,
          start + 200 * SECOND,
          100,
          new Seen(7, false, false, false, false));
    }
  }

  @Test
  void aPausedSessionIsNotIdle() {
    StreamDeadlines deadlines = deadlines(0);
    assertNull(look(deadlines, 500 * SECOND, new Seen(0, false, false, true, false)));
  }

  @Test
  void silenceWhileWeDidNotReadIsNotThePeers() {
    StreamDeadlines deadlines = deadlines(0);
    assertNull(look(deadlines, 500 * SECOND, new Seen(0, false, false, true, false)));
    assertOver(CloseReason.IDLE_TIMEOUT, deadlines, 500 * SECOND, 100, quiet());
  }

  @Test
  void aPeerThatEndedIsLeftAfterTheLastByteWeSaid() {
    for (long start : STARTS) {
      StreamDeadlines deadlines = deadlines(start);
      deadlines.ended(start);
      Seen said = new Seen(3, false, false, false, false);
      assertNull(look(deadlines, start + 20 * SECOND, said));
      assertOver(CloseReason.HALF_CLOSE_TIMEOUT, deadlines, start + 20 * SECOND, 60, said);
    }
  }

  @Test
  void aPeerThatIsStillOwedAnAnswerIsNotLeft() {
    StreamDeadlines deadlines = deadlines(0);
    deadlines.ended(0);
    assertNull(look(deadlines, 90 * SECOND, new Seen(0, false, false, false, true)));
  }

  @Test
  void whatALayerHoldsIsAskedForInTimeOrNever() {
    for (long start : STARTS) {
      StreamDeadlines deadlines = deadlines(start);
      Seen holding = new Seen(5, false, true, false, false);
      assertNull(look(deadlines, start, holding));
      assertOver(CloseReason.WRITE_TIMEOUT, deadlines, start, 10, holding);
    }
  }

  @Test
  void aPeerThatTakesSomeOfWhatIsHeldHasItsTimeAgain() {
    StreamDeadlines deadlines = deadlines(0);
    assertNull(look(deadlines, SECOND, Seen.holding(5, 1)));
    assertNull(look(deadlines, 9 * SECOND, Seen.holding(6, 2)));
    assertOver(CloseReason.WRITE_TIMEOUT, deadlines, 9 * SECOND, 10, Seen.holding(6, 2));
  }

  /// In `ready` framing we send a `ready` for each message of the peer's.
  @Test
  void whatWeSayOtherwiseIsNoReasonToWaitLongerForWhatIsHeld() {
    StreamDeadlines deadlines = deadlines(0);
    assertNull(look(deadlines, SECOND, Seen.holding(5, 1)));
    assertNull(look(deadlines, 9 * SECOND, Seen.holding(10, 1)));
    assertOver(CloseReason.WRITE_TIMEOUT, deadlines, SECOND, 10, Seen.holding(15, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 400L * 24 * 3600 * SECOND})
  void aTimeoutOfZeroIsNone(long after) {
    Timeouts none =
        Timeouts.defaults()
            .withFrame(Duration.ZERO)
            .withIdle(Duration.ZERO)
            .withWrite(Duration.ZERO)
            .withHalfClose(Duration.ZERO);
    config = config(none);
    StreamDeadlines deadlines = new StreamDeadlines(0);
    deadlines.frameBegan(0);
    deadlines.ended(0);
    assertNull(look(deadlines, after, new Seen(0, false, true, false, false)));
  }
}
