package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTest {
  @Test
  void defaultsMeasureBothNumbersOfThreadsTwice() {
    Plan plan = Plan.parse();

    assertEquals(2, plan.rounds());
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

    assertEquals(List.of("depth-1/c-epoll@1", "depth-1/c-epoll@2"), rows(plan));
    assertTrue(plan.memoryContenders().isEmpty());
    assertTrue(plan.callPoints().isEmpty());
  }

  @Test
  void namesOfRowsAreUnique() {
    List<String> names = rows(Plan.parse());

    assertEquals(names.size(), names.stream().distinct().count());
  }

  @Test
  void whatIsHeldAgainstItselfIsInTheSameHeat() {
    assertEquals(
        List.of("crowd/depth-1/parley@1", "crowd/open-10000/parley@1"),
        rows(Plan.parse("--only", "^crowd/")));
    assertEquals(
        List.of("loops/depth-1/parley@1", "loops/depth-1/parley@2"),
        rows(Plan.parse("--only", "^loops/depth-1/")));
    assertEquals(List.of(), rows(Plan.parse("--threads", "1", "--only", "^loops/")));
  }

  @Test
  void sealedAndTlsAreInOneHeatWithPlain() {
    List<String> rows = rows(Plan.parse("--only", "^sealed/depth-32/"));

    assertTrue(
        rows.containsAll(
            List.of(
                "sealed/depth-32/parley@1",
                "sealed/depth-32/parley-sealed@1",
                "sealed/depth-32/netty-tls@1")));
    assertEquals(List.of(), rows(Plan.parse("--threads", "2", "--only", "^sealed/")));
  }

  @Test
  void ciphersAreInTheHeatOfWhatUsesThem() {
    assertEquals(
        List.of(
            "sealed/udp/parley-udp@1",
            "sealed/udp/parley-sealed-udp@1",
            "sealed/udp/jdk-ciphers@1"),
        rows(Plan.parse("--only", "^sealed/udp/")));
  }

  @Test
  void connectionsAndDeliveriesAreMeasuredWithOneThread() {
    Plan plan = Plan.parse("--only", "^(life|broadcast)/(parley|c-)");

    assertEquals(
        List.of(
            "life/parley@1",
            "life/c-epoll@1",
            "broadcast/parley-group@1",
            "broadcast/parley-each@1"),
        rows(plan));
    assertEquals(List.of(), rows(Plan.parse("--threads", "2", "--only", "^(life|broadcast)")));
    assertEquals(List.of(), rows(Plan.parse("--quick", "--only", "^broadcast")));
    assertEquals(
        List.of("calls/life/parley@1"),
        Plan.parse("--only", "^calls/life/parley").callPoints().stream()
            .map(Plan::callName)
            .toList());
  }

  @Test
  void roomsAreMeasuredWithOneThreadAndInALook() {
    assertEquals(
        List.of(
            "rooms/fan-out-1000/parley-rooms@1",
            "rooms/fan-out-1000/redis@1",
            "rooms/fan-out-1000/nats@1"),
        rows(Plan.parse("--quick", "--only", "^rooms/fan-out-1000/")));
    assertEquals(List.of(), rows(Plan.parse("--threads", "2", "--only", "^rooms/")));
    assertTrue(Plan.parse("--quick", "--only", "^rooms/join").wantsJoins());
    assertEquals(
        List.of(Contender.PARLEY_ROOMS, Contender.REDIS, Contender.NATS),
        Plan.parse("--only", "^rooms/memory/").memoryContenders());
    assertEquals(
        List.of("calls/fan-out-100/redis@1"),
        Plan.parse("--only", "^calls/.*/redis").callPoints().stream().map(Plan::callName).toList());
  }

  @Test
  void whoHasStoppedReadingIsHeldAgainstTheSameTalkWithoutHim() {
    assertEquals(
        List.of("rooms/paced/nats@1", "rooms/stopped-reader/nats@1"),
        rows(Plan.parse("--only", "^rooms/(paced|stopped-reader)/nats")));
    assertEquals(1, Plan.parse("--only", "^rooms/(paced|stopped-reader)/nats").heats().size());
  }

  @Test
  void connectionsWarmUpForLongerThanMessages() {
    Plan plan = Plan.parse();

    assertEquals(
        plan.warmUpTurn(new Point(Load.DEPTH_1, Contender.PARLEY, 1)).multipliedBy(3),
        plan.warmUpTurn(new Point(Load.LIFE, Contender.PARLEY, 1)));
    assertEquals(
        plan.warmUpTurn(new Point(Load.DEPTH_1, Contender.C_EPOLL, 1)),
        plan.warmUpTurn(new Point(Load.LIFE, Contender.C_EPOLL, 1)));
  }

  @Test
  void loginsAndStrangersAreRowsOfTheirOwn() {
    Plan plan = Plan.parse("--only", "sealed/arr");

    assertTrue(plan.wantsArrivals());
    assertFalse(plan.wantsTraces());
    assertTrue(Plan.parse("--only", "^sealed/").wantsLayers());
    assertFalse(Plan.parse("--quick").wantsLayers());
  }

  @Test
  void anotherCheckoutIsHeldAgainstInTheSameHeats() {
    Plan plan = Plan.parse("--against", "/there");

    assertTrue(rows(plan).contains("against/depth-1/parley@1"));
    assertTrue(rows(plan).contains("against/depth-1/parley@1-other"));
    assertTrue(rows(plan).contains("against/udp/parley-sealed-udp@1-other"));
    assertTrue(rows(plan).stream().allMatch(row -> row.matches("against/[^/]+/parley.*")));
    assertEquals(rows(plan).size(), 2 * plan.pointsAgainst().size());
    assertFalse(plan.wantsStarts());
    assertEquals(List.of(), plan.memoryContenders());
  }

  @Test
  void attacksAreNamedByAttackAndServer() {
    Plan plan = Plan.parse("--attacks", "--only", "^attacks/silent/p");

    assertEquals(Plan.Action.ATTACKS, plan.action());
    assertEquals(
        List.of("attacks/silent/python", "attacks/silent/parley"),
        plan.trials().stream().map(Plan::trialName).toList());
  }

  @Test
  void datagramsAndPythonHaveOneThread() {
    assertEquals(List.of(), rows(Plan.parse("--threads", "2", "--only", "^udp|python")));
  }

  /// About 50 and about 8 minutes.
  @Test
  void runsTakeNoLongerThanPromised() {
    assertTrue(Plan.parse().estimate().compareTo(Duration.ofMinutes(55)) <= 0);
    assertTrue(Plan.parse("--quick").estimate().compareTo(Duration.ofMinutes(9)) <= 0);
  }

  private static List<String> rows(Plan plan) {
    return plan.heats().stream().flatMap(heat -> heat.points().stream().map(heat::row)).toList();
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
        "--against",
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
