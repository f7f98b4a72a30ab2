package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.bench.attack.Answers;
import dev.parley.bench.attack.Attacks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an honest client may notice of an attack, exactly at the limits and one past them.
final class OutcomeTest {
  private static final Answers QUIET = new Answers(100, 100, 4_000, 9_000);

  private static Outcome outcome(
      Answers staying, Answers coming, List<String> left, boolean alive) {
    HonestClients.Both quiet = new HonestClients.Both(QUIET, QUIET);
    HonestClients.Both attacked = new HonestClients.Both(staying, coming);
    return outcome(Attacks.SILENT, quiet, attacked, left, alive, 0);
  }

  private static Outcome outcome(
      Attacks attack,
      HonestClients.Both quiet,
      HonestClients.Both attacked,
      List<String> left,
      boolean alive,
      double datagrams) {
    return new Outcome(
        attack, ServerKind.PARLEY, quiet, attacked, quiet, left, alive, 1, datagrams, 0);
  }

  private static List<String> faults(Answers staying) {
    return outcome(staying, QUIET, List.of(), true).faults();
  }

  @Test
  void twiceTheMedianAndAFifthOfASecondAreBorne() {
    assertEquals(List.of(), faults(new Answers(100, 100, 8_000, 200_000)));
  }

  @Test
  void moreIsNot() {
    assertEquals(
        List.of("who stays: median 8.0 ms, before 4.0 ms"),
        faults(new Answers(100, 100, 8_001, 200_000)));
    assertEquals(List.of("who stays: worst 200 ms"), faults(new Answers(100, 100, 8_000, 200_001)));
    assertEquals(
        List.of("who stays: 1 of 100 have no answer"),
        faults(new Answers(100, 99, 8_000, 200_000)));
  }

  @ParameterizedTest
  @CsvSource({"6000, 0", "6001, 1"})
  void medianBelowTheFloorIsHeldAgainstTheFloor(double median, int faults) {
    Answers fast = new Answers(100, 100, 100, 4_000);
    HonestClients.Both quiet = new HonestClients.Both(fast, fast);
    HonestClients.Both slow = new HonestClients.Both(new Answers(100, 100, median, 9_000), fast);

    assertEquals(faults, outcome(Attacks.SILENT, quiet, slow, List.of(), true, 0).faults().size());
  }

  @ParameterizedTest
  @CsvSource({"16000, 0", "16001, 1"})
  void thoseWhoComeMayTakeFourTimesTheirMedian(double median, int faults) {
    Answers slow = new Answers(50, 50, median, 50_000);

    assertEquals(faults, outcome(QUIET, slow, List.of(), true).faults().size());
  }

  @Test
  void thoseWhoComeCountToo() {
    Answers locked = new Answers(50, 0, 2_000_000, 2_000_000);

    Outcome outcome = outcome(QUIET, locked, List.of(), true);

    assertEquals(
        List.of(
            "who comes: 50 of 50 have no answer",
            "who comes: worst 2000 ms",
            "who comes: median 2000 ms, before 4.0 ms"),
        outcome.faults());
    assertEquals("**100 % of coming unanswered**; 1.0×, worst 2000 ms; all back", outcome.cell());
  }

  @ParameterizedTest
  @CsvSource({"FORGED_SOURCES, 0", "SILENT, 1"})
  void newcomersMayHaveToAskTwiceAmongForgedOnes(Attacks attack, int faults) {
    HonestClients.Both quiet = new HonestClients.Both(QUIET, QUIET);
    Answers askedTwice = new Answers(100, 100, 50_000, 200_000);
    HonestClients.Both attacked = new HonestClients.Both(QUIET, askedTwice);
    Outcome outcome = outcome(attack, quiet, attacked, List.of(), true, 0);

    assertEquals(faults, outcome.delays().size());
    assertEquals(List.of(), outcome.lasting());
  }

  @Test
  void whatIsLeftIsAFault() {
    Outcome outcome = outcome(QUIET, QUIET, List.of("5 threads"), true);

    assertEquals(List.of("left: 5 threads"), outcome.faults());
    assertEquals("1.0×, worst 9.0 ms; left: 5 threads", outcome.cell());
  }

  @ParameterizedTest
  @CsvSource({"10000, 0", "10001, 1"})
  void serversThatAnswerEachOtherAreAFault(double datagrams, int faults) {
    HonestClients.Both quiet = new HonestClients.Both(QUIET, QUIET);
    Outcome outcome = outcome(Attacks.DATAGRAM_LOOP, quiet, quiet, List.of(), true, datagrams);

    assertEquals(faults, outcome.faults().size());
  }

  @Test
  void endOfTheProcessIsAFault() {
    Outcome outcome = outcome(QUIET, QUIET, List.of(), false);

    assertEquals(List.of("the server's process has ended"), outcome.faults());
    assertEquals("1.0×, worst 9.0 ms; **ended**", outcome.cell());
  }
}
