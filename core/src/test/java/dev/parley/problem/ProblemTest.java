package dev.parley.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
  @Test
  void eachPlaceTakesItsParameter() {
    assertEquals("7 of 9, 7 again", Problem.fill("{0} of {1}, {0} again", List.of(7, 9)));
  }

  @Test
  void bracesThatAreNoPlaceStand() {
    assertEquals("{} {a} {10} {0 {", Problem.fill("{} {a} {10} {0 {", List.of(1)));
  }

  @Test
  void aParameterIsNotReadAsAPattern() {
    assertEquals("{1} b", Problem.fill("{0} {1}", List.of("{1}", "b")));
  }

  @Test
  void aParameterTooFewIsADefect() {
    assertThrows(IndexOutOfBoundsException.class, () -> Problem.fill("{1}", List.of("a")));
  }

  @Test
  void anExceptionSaysItsProblem() {
    Problem problem = Problem.of(GeneralProblem.TEXT, "no space left");
    ProblemIOException failure = new ProblemIOException(problem, null);
    assertEquals("no space left", failure.getMessage());
    assertEquals(problem, Problem.of(failure));
    assertEquals(problem, Problem.of(new IOException("no space left")));
    assertEquals("IOException", Problem.of(new IOException()).toString());
  }

  @Test
  void aProblemInvolvesThoseInsideIt() {
    Problem problem =
        Problem.text("a length of 1920230005").withHint(Problem.of(FrameHint.PLAIN_TEXT));
    assertTrue(problem.involves(code -> code == FrameHint.PLAIN_TEXT));
    assertTrue(problem.involves(code -> code == GeneralProblem.WITH_HINT));
    assertFalse(problem.involves(code -> code == FrameHint.SSH_BANNER));
  }

  @Test
  void theKeyIsTheSameInEveryLanguage() {
    assertEquals("general.text", GeneralProblem.TEXT.key());
  }
}
