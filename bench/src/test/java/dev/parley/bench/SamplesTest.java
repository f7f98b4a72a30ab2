package dev.parley.bench;

import static dev.parley.bench.Contender.C_EPOLL;
import static dev.parley.bench.Contender.NETTY_EPOLL;
import static dev.parley.bench.Contender.PARLEY;
import static dev.parley.bench.Contender.VERTX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  private static final Point OURS = new Point(Load.DEPTH_1, PARLEY, 1);
  private static final Point FLOOR = new Point(Load.DEPTH_1, C_EPOLL, 1);
  private static final Point NETTY = new Point(Load.DEPTH_1, NETTY_EPOLL, 1);
  private static final Point VERTX_ONE = new Point(Load.DEPTH_1, VERTX, 1);
  private static final Heat HEAT = heat("a");

  private final Samples samples = new Samples();

  static Heat heat(String title) {
    return new Heat(title, "", List.of(OURS, FLOOR, NETTY, VERTX_ONE));
  }

  /// Returns a sample whose turns, of 1000 messages each, have these costs per message.
  static Sample costing(double... cpuMicros) {
    List<Cost> turns = Arrays.stream(cpuMicros).mapToObj(cost -> turn(1000 * cost, 1000)).toList();
    return new Sample(turns, 1000L * turns.size(), 100, 10, 20, 0, Double.NaN);
  }

  /// Returns the cost of a turn that takes twice as long as the processor is busy.
  private static Cost turn(double cpuMicros, long messages) {
    return new Cost(cpuMicros, messages, 2 * cpuMicros);
  }

  @Test
  void costIsTheMedianOfAllTurnsWithTheirQuartiles() {
    samples.add(HEAT, OURS, 1, costing(1, 2));
    samples.add(HEAT, OURS, 2, costing(3, 4, 10));

    assertEquals(Optional.of(new Spread(3, 2, 4, 5)), samples.cost(HEAT, OURS));
  }

  @Test
  void sampleIsOfAllItsTurnsTogether() {
    Sample sample =
        new Sample(List.of(turn(900, 900), turn(200, 100)), 1000, 1, 1, 1, 0, Double.NaN);

    assertEquals(1.1, sample.cpuMicros());
  }

  @Test
  void ratiosAreTakenWithinEachTurn() {
    // A machine that is three times as slow in the second turn.
    samples.add(HEAT, OURS, 1, costing(4, 12, 8));
    samples.add(HEAT, FLOOR, 1, costing(4, 12, 4));

    assertEquals(Optional.of(new Spread(1, 1, 1.5, 3)), samples.ratio(OURS, FLOOR));
  }

  @Test
  void serversAreComparedInOneFigure() {
    samples.add(HEAT, OURS, 1, sample(new Cost(8, 2, 30), 90));
    samples.add(HEAT, NETTY, 1, sample(new Cost(2, 1, 10), 100));
    samples.add(HEAT, VERTX_ONE, 1, sample(new Cost(4, 1, 20), 60));

    assertEquals(2, samples.ratio(Figure.CPU, OURS, NETTY).orElseThrow().median());
    assertEquals(1.5, samples.ratio(Figure.PACE, OURS, NETTY).orElseThrow().median());
    assertEquals(0.9, samples.ratio(Figure.P99, OURS, NETTY).orElseThrow().median());
    List<Point> others = List.of(NETTY, VERTX_ONE);
    assertEquals(Optional.of(NETTY), samples.best(Figure.PACE, OURS, others));
    assertEquals(Optional.of(VERTX_ONE), samples.best(Figure.P99, OURS, others));
  }

  private static Sample sample(Cost turn, double p99Micros) {
    return new Sample(List.of(turn), turn.messages(), 1, 1, p99Micros, 0, Double.NaN);
  }

  @Test
  void longestTimesAreComparedByTheRoundAndWithoutThoseThatHaveNone() {
    Cost turn = new Cost(1, 1, 1);
    samples.add(HEAT, OURS, 1, sample(turn, 30));
    samples.add(HEAT, NETTY, 1, sample(turn, 20));
    samples.add(HEAT, OURS, 2, sample(turn, 10));
    samples.add(HEAT, NETTY, 2, sample(turn, Double.NaN));
    samples.add(HEAT, VERTX_ONE, 2, sample(turn, Double.NaN));

    assertEquals(Optional.of(new Spread(1.5, 1.5, 1.5, 1)), samples.ratio(Figure.P99, OURS, NETTY));
    assertEquals(Optional.empty(), samples.ratio(Figure.P99, OURS, VERTX_ONE));
    assertEquals(Optional.of(NETTY), samples.best(Figure.P99, OURS, List.of(VERTX_ONE, NETTY)));
  }

  @Test
  void roundWithoutItsCounterpartGivesNoRatio() {
    samples.add(HEAT, OURS, 1, costing(4));
    samples.add(HEAT, FLOOR, 2, costing(4));

    assertEquals(Optional.empty(), samples.ratio(OURS, FLOOR));
  }

  @Test
  void heatsAreNotMixed() {
    samples.add(HEAT, OURS, 1, costing(4));
    samples.add(heat("b"), FLOOR, 1, costing(4));

    assertEquals(Optional.empty(), samples.ratio(OURS, FLOOR));
    assertEquals(List.of(OURS), samples.points(HEAT));
  }

  @Test
  void allocationIsToldByThoseThatWereAsked() {
    samples.add(HEAT, OURS, 1, costing(4));
    assertFalse(samples.tellsAllocation(HEAT));

    samples.add(
        HEAT, NETTY, 1, Sample.of(List.of(turn(4, 4)), new Served(4, 1), /* allocated */ 100));
    assertTrue(samples.tellsAllocation(HEAT));
    assertEquals(
        Optional.of(25.0), samples.median(HEAT, NETTY, Sample::allocatedBytes), "each of four");
  }

  @Test
  void bestIsTheOneThatLeavesTheLargestRatio() {
    samples.add(HEAT, OURS, 1, costing(4));
    samples.add(HEAT, NETTY, 1, costing(9));
    samples.add(HEAT, VERTX_ONE, 1, costing(8));

    assertEquals(Optional.of(VERTX_ONE), samples.best(Figure.CPU, OURS, List.of(NETTY, VERTX_ONE)));
    assertEquals(Optional.empty(), samples.best(Figure.CPU, OURS, List.of(FLOOR)));
  }
}
