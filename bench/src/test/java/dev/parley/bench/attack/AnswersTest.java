package dev.parley.bench.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class AnswersTest {
  @Test
  void unansweredCountsAsTheBound() {
    Answers answers = Answers.of(new long[] {5_000, 1_000, 9_000, 20_000}, 9_000);

    assertEquals(new Answers(4, 2, 9, 9), answers);
    assertFalse(answers.isComplete());
  }

  @Test
  void allAnswered() {
    Answers answers = Answers.of(new long[] {3_000, 1_000, 2_000}, 9_000);

    assertEquals(new Answers(3, 3, 2, 3), answers);
    assertTrue(answers.isComplete());
  }

  @Test
  void nothingAskedIsNotComplete() {
    assertEquals(Answers.NONE, Answers.of(new long[0], 9));
    assertFalse(Answers.NONE.isComplete());
  }

  @Test
  void textIsReadBack() {
    Answers answers = new Answers(4, 2, 1234.5, 2_000_000);

    assertEquals(answers, Answers.parse(("x " + answers).split(" ", -1), 1));
  }
}
