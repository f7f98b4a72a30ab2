package dev.parley.cli.connect;

import static dev.parley.cli.connect.IdleCloseTimer.Step.END_OUTPUT;
import static dev.parley.cli.connect.IdleCloseTimer.Step.ENOUGH;
import static dev.parley.cli.connect.IdleCloseTimer.Step.GIVE_UP;
import static dev.parley.cli.connect.IdleCloseTimer.Step.WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleCloseTimerTest {
  private static final long SECOND = 1_000_000_000;
  private static final Duration OFF = Duration.ZERO;

  @Test
  void nothingIsDueWhileThereIsInput() {
    IdleCloseTimer datagrams =
        new IdleCloseTimer(true, Duration.ofSeconds(1), Duration.ofSeconds(1), 0);
    assertEquals(WAIT, datagrams.step(Long.MAX_VALUE / 2));
    assertEquals(Long.MAX_VALUE, datagrams.nanosLeft(SECOND));
  }

  @Test
  void aStreamsOutputEndsWithTheInputAndThenThePeerIsWaitedForWithoutEnd() {
    IdleCloseTimer stream = new IdleCloseTimer(false, null, OFF, 0);
    stream.inputEnded(5);
    assertEquals(END_OUTPUT, stream.step(5));
    assertEquals(WAIT, stream.step(Long.MAX_VALUE / 2));
    assertEquals(Long.MAX_VALUE, stream.nanosLeft(6));
  }

  @Test
  void afterALoginTheOutputStaysOpenUntilAMessageOrTheHold() {
    IdleCloseTimer silent = new IdleCloseTimer(false, null, OFF, 300);
    silent.inputEnded(5);
    assertEquals(295, silent.nanosLeft(5));
    assertEquals(WAIT, silent.step(299));
    assertFalse(silent.isOutputEnded());
    assertEquals(END_OUTPUT, silent.step(300));
    IdleCloseTimer answered = new IdleCloseTimer(false, null, OFF, 300);
    answered.inputEnded(5);
    answered.received(9, 7);
    assertEquals(END_OUTPUT, answered.step(7));
  }

  @Test
  void theOutputIsHeldOpenUntilTheHoldIsOverOrTheServerSpeaks() {
    IdleCloseTimer silent = new IdleCloseTimer(false, null, OFF, 300);
    silent.inputEnded(5);
    assertTrue(silent.isHeld(299));
    assertFalse(silent.isHeld(300));
    IdleCloseTimer answered = new IdleCloseTimer(false, null, OFF, 300);
    answered.received(9, 7);
    assertFalse(answered.isHeld(8));
    IdleCloseTimer datagrams = new IdleCloseTimer(true, Duration.ofSeconds(1), OFF, 300);
    assertFalse(datagrams.isHeld(8));
  }

  @Test
  void aStreamIsGivenUpWhenNothingCameForTheTimeout() {
    IdleCloseTimer stream = new IdleCloseTimer(false, null, Duration.ofSeconds(2), 0);
    stream.inputEnded(0);
    assertEquals(END_OUTPUT, stream.step(0));
    assertEquals(WAIT, stream.step(2 * SECOND - 1));
    stream.received(9, 2 * SECOND - 1);
    assertEquals(WAIT, stream.step(3 * SECOND));
    stream.passed(100, 3 * SECOND);
    assertEquals(WAIT, stream.step(5 * SECOND - 1));
    stream.passed(100, 5 * SECOND - 1);
    assertEquals(GIVE_UP, stream.step(5 * SECOND));
  }

  @Test
  void aMessageThatSilenceEndsIsWaitedForLongerThanThatSilence() {
    IdleCloseTimer stream =
        new IdleCloseTimer(false, Duration.ofMillis(100), Duration.ofMillis(100), 0);
    stream.inputEnded(0);
    assertEquals(END_OUTPUT, stream.step(0));
    stream.passed(5, SECOND / 100);
    stream.begun();
    assertEquals(WAIT, stream.step(SECOND / 2 + SECOND / 100));
    stream.received(5, SECOND / 2 + SECOND / 50);
    assertEquals(WAIT, stream.step(SECOND / 2 + SECOND / 10));
    stream.begun(); // has no effect once a message has arrived
    assertEquals(ENOUGH, stream.step(SECOND / 2 + SECOND / 50 + SECOND / 10));
  }

  @Test
  void aMessageThatSilenceWouldEndDoesNotHoldUpForEver() {
    IdleCloseTimer stream = new IdleCloseTimer(false, null, Duration.ofMillis(100), 0);
    stream.inputEnded(0);
    assertEquals(END_OUTPUT, stream.step(0));
    stream.begun();
    assertEquals(WAIT, stream.step(SECOND - 1));
    assertEquals(GIVE_UP, stream.step(SECOND));
  }

  @Test
  void eachDatagramStartsTheWaitAnew() {
    IdleCloseTimer datagrams = new IdleCloseTimer(true, Duration.ofSeconds(1), OFF, 0);
    datagrams.inputEnded(0);
    assertEquals(WAIT, datagrams.step(SECOND - 1));
    datagrams.received(9, SECOND - 1);
    assertEquals(WAIT, datagrams.step(2 * SECOND - 2));
    assertEquals(ENOUGH, datagrams.step(2 * SECOND - 1));
  }

  @Test
  void noDatagramAtAllWithinTheTimeoutIsAFailure() {
    IdleCloseTimer none = new IdleCloseTimer(true, Duration.ofSeconds(1), Duration.ofSeconds(3), 0);
    none.inputEnded(0);
    assertEquals(WAIT, none.step(3 * SECOND - 1));
    assertEquals(GIVE_UP, none.step(3 * SECOND));
    IdleCloseTimer one = new IdleCloseTimer(true, Duration.ofSeconds(1), Duration.ofSeconds(3), 0);
    one.inputEnded(0);
    one.received(9, 2 * SECOND);
    assertEquals(ENOUGH, one.step(3 * SECOND));
  }

  @Test
  void bytesOfAMessageThatWasShownAreNoNewsLater() {
    IdleCloseTimer stream = new IdleCloseTimer(false, null, Duration.ofSeconds(2), 0);
    stream.inputEnded(0);
    assertEquals(END_OUTPUT, stream.step(0));
    stream.received(9, SECOND);
    stream.passed(9, 3 * SECOND);
    assertEquals(GIVE_UP, stream.step(3 * SECOND));
  }

  @Test
  void aStreamThatWasGivenAWaitIsEnoughAfterSoLongWithoutData() {
    IdleCloseTimer stream =
        new IdleCloseTimer(false, Duration.ofSeconds(1), Duration.ofSeconds(3), 0);
    stream.inputEnded(0);
    assertEquals(END_OUTPUT, stream.step(0));
    stream.passed(5, SECOND / 2);
    assertEquals(WAIT, stream.step(SECOND));
    assertEquals(SECOND / 2, stream.nanosLeft(SECOND));
    assertEquals(ENOUGH, stream.step(SECOND + SECOND / 2));
  }

  @Test
  void theTimeoutOfDatagramsIsForTheFirstOne() {
    IdleCloseTimer datagrams =
        new IdleCloseTimer(true, Duration.ofSeconds(2), Duration.ofSeconds(1), 0);
    datagrams.inputEnded(0);
    datagrams.received(3, 0);
    assertEquals(WAIT, datagrams.step(2 * SECOND - 1));
    assertEquals(ENOUGH, datagrams.step(2 * SECOND));
  }
}
