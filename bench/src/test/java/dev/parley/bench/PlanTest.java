package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTest {
  @Test
  void defaultsMeasureBothNumbersOfThreadsThreeTimes() {
    Plan plan = Plan.parse();

    assertEquals(3, plan.rounds());
    assertEquals(List.of(1, 2), plan.threads());
    assertEquals(Plan.Action.MEASURE, plan.action());
  }

  @Test
  void quickKeepsWhatIsSaidBeforeIt() {
    Plan plan = Plan.parse("--rounds", "2", "--quick", "--threads", "2");

    assertTrue(plan.isLook());
    assertEquals(2, plan.rounds());
    assertEquals(List.of(2), plan.threads());
  }

  @Test
  void onlyNamesRowsAcrossAllKinds() {
    Plan plan = Plan.parse("--only", "^depth-1/c-");

    assertEquals(
        List.of("depth-1/c-epoll@1", "depth-1/c-epoll@2"),
        plan.points().stream().map(Point::toString).toList());
    assertTrue(plan.memoryContenders().isEmpty());
    assertTrue(plan.callPoints().isEmpty());
  }

  @Test
  void namesOfRowsAreUnique() {
    List<String> names = Plan.parse().points().stream().map(Point::toString).toList();

    assertEquals(names.size(), names.stream().distinct().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rounds",
        "--rounds 0",
        "--rounds 101",
        "--rounds many",
        "--threads 3",
        "--only [",
        "--frob",
        "quick"
      })
  void wrongUseIsRefused(String arguments) {
    assertThrows(IllegalArgumentException.class, () -> Plan.parse(arguments.split(" ")));
  }

  @Test
  void mostRoundsAreAllowed() {
    assertEquals(100, Plan.parse("--rounds", "100").rounds());
  }
}
