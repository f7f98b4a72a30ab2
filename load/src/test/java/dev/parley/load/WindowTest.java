package dev.parley.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The outcome of datagrams.
final class WindowTest {
  private final Window window = new Window(4);

  @Test
  void anAnswerIsInTimeOnceAndThenUnasked() {
    window.sent(10);
    assertEquals(10, window.sentAt(0));
    assertEquals(Window.Answer.IN_TIME, window.answered(0));
    assertEquals(Window.Answer.UNASKED, window.answered(0));
  }

  @Test
  void whatWasNeverSentIsUnasked() {
    assertEquals(Window.Answer.UNASKED, window.answered(0));
    assertEquals(Window.Answer.UNASKED, window.answered(-1));
  }

  @Test
  void answersMayComeInAnyOrder() {
    window.sent(1);
    window.sent(2);
    assertEquals(Window.Answer.IN_TIME, window.answered(1));
    assertEquals(0, window.first());
    assertEquals(Window.Answer.IN_TIME, window.answered(0));
    assertEquals(-1, window.first());
  }

  @Test
  void aDatagramIsLostAtTheDeadlineAndNotBefore() {
    window.countFromHere();
    window.sent(100);
    assertEquals(0, window.giveUp(99));
    assertEquals(0, window.lost());
    assertEquals(1, window.giveUp(100));
    assertEquals(1, window.lost());
    assertEquals(0, window.giveUp(1000));
  }

  @Test
  void anAnswerAfterThatIsLateAndNoLongerLost() {
    window.countFromHere();
    window.sent(100);
    window.giveUp(100);
    assertEquals(Window.Answer.LATE, window.answered(0));
    assertEquals(0, window.lost());
    assertEquals(1, window.late());
    assertEquals(Window.Answer.UNASKED, window.answered(0));
    assertEquals(1, window.late());
  }

  @Test
  void onlyWhatIsSentBetweenTheMarksCounts() {
    window.sent(1);
    window.countFromHere();
    window.sent(2);
    window.countToHere();
    window.sent(3);
    assertEquals(3, window.giveUp(3));
    assertEquals(1, window.lost());
    window.answered(0);
    window.answered(2);
    assertEquals(1, window.lost());
    assertEquals(0, window.late());
  }

  @Test
  void aFullWindowTakesMoreWhenTheOldestIsSettled() {
    while (!window.isFull()) {
      window.sent(1);
    }
    long oldest = window.first();
    assertEquals(Window.Answer.IN_TIME, window.answered(oldest));
    assertEquals(oldest + 1, window.first());
    assertFalse(window.isFull());
    window.sent(1);
    assertTrue(window.isFull());
  }

  @Test
  void whatIsForgottenIsLate() {
    window.sent(1);
    window.answered(0);
    for (int i = 0; i < 10_000; i++) {
      window.sent(2);
      window.answered(window.next() - 1);
    }
    assertEquals(Window.Answer.LATE, window.answered(0));
  }

  @Test
  void the32BitsInAnAnswerAreTheLastSuchNumber() {
    for (int i = 0; i < 5; i++) {
      window.sent(1);
    }
    assertEquals(0, window.whole(0));
    assertEquals(4, window.whole(4));
    assertTrue(window.whole(5) < 0, "not sent yet, so from before the beginning");
  }
}
