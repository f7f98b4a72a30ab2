package dev.parley.bench;

import static dev.parley.bench.Contender.C_EPOLL;
import static dev.parley.bench.Contender.NETTY_EPOLL;
import static dev.parley.bench.Contender.PARLEY;
import static dev.parley.bench.Contender.VERTX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  private static final Point OURS = new Point(Load.DEPTH_1, PARLEY, 1);
  private static final Point FLOOR = new Point(Load.DEPTH_1, C_EPOLL, 1);

  private final Samples samples = new Samples();

  static Sample costing(double cpuMicros) {
    return new Sample(cpuMicros, 1000, 100, 10, 20, 0, 0);
  }

  @Test
  void ratioIsTakenWithinEachRound() {
    // A machine that is three times as slow in round 2: the medians say 2.0, the rounds say 1.0.
    samples.add(OURS, 1, costing(4));
    samples.add(FLOOR, 1, costing(4));
    samples.add(OURS, 2, costing(12));
    samples.add(FLOOR, 2, costing(12));
    samples.add(OURS, 3, costing(8));
    samples.add(FLOOR, 3, costing(4));

    assertEquals(Optional.of(new Spread(1, 1, 2, 3)), samples.ratio(OURS, FLOOR));
  }

  @Test
  void roundWithoutItsCounterpartGivesNoRatio() {
    samples.add(OURS, 1, costing(4));
    samples.add(FLOOR, 2, costing(4));

    assertEquals(Optional.empty(), samples.ratio(OURS, FLOOR));
  }

  @Test
  void bestIsTheSmallestMedian() {
    Point netty = new Point(Load.DEPTH_1, NETTY_EPOLL, 1);
    Point vertx = new Point(Load.DEPTH_1, VERTX, 1);
    samples.add(netty, 1, costing(1));
    samples.add(netty, 2, costing(9));
    samples.add(netty, 3, costing(9));
    samples.add(vertx, 1, costing(8));

    assertEquals(Optional.of(vertx), samples.best(List.of(netty, vertx)));
    assertEquals(Optional.empty(), samples.best(List.of(FLOOR)));
  }
}
