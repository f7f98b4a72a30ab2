package dev.parley.bench;

import static dev.parley.bench.Contender.C_EPOLL;
import static dev.parley.bench.Contender.NETTY_EPOLL;
import static dev.parley.bench.Contender.NETTY_TLS;
import static dev.parley.bench.Contender.PARLEY;
import static dev.parley.bench.Contender.PARLEY_SEALED;
import static dev.parley.bench.Contender.VERTX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PromisesTest {
  private static final Heat HEAT = new Heat("all", "", List.of());

  private final Samples samples = new Samples();

  private void cost(Load load, Contender contender, int threads, double cpuMicros) {
    samples.add(HEAT, new Point(load, contender, threads), 1, SamplesTest.costing(cpuMicros));
  }

  private Verdict verdict(String what, String against) {
    return Promises.judge(List.of(1, 2), samples, Map.of(), Optional.empty()).stream()
        .filter(each -> each.what().equals(what) && each.against().startsWith(against))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void exactlyThePromiseIsMet() {
    cost(Load.DEPTH_1, PARLEY, 1, 110);
    cost(Load.DEPTH_1, C_EPOLL, 1, 100);

    assertEquals("met", verdict("depth-1/parley@1", "c-epoll").word());
  }

  @Test
  void littleMoreIsMissed() {
    cost(Load.DEPTH_1, PARLEY, 1, 111);
    cost(Load.DEPTH_1, C_EPOLL, 1, 100);

    assertEquals("MISSED", verdict("depth-1/parley@1", "c-epoll").word());
  }

  @Test
  void bestOfTheOthersIsNamed() {
    cost(Load.DEPTH_32, PARLEY, 1, 1);
    cost(Load.DEPTH_32, NETTY_EPOLL, 1, 4);
    cost(Load.DEPTH_32, VERTX, 1, 2);

    Verdict verdict = verdict("depth-32/parley@1", "vertx (the best of 3)");
    assertEquals(Optional.of(new Spread(0.5, 0.5, 0.5, 1)), verdict.figure());
    assertEquals("met", verdict.word());
  }

  @Test
  void threadsAreEqualOnBothSides() {
    cost(Load.DEPTH_1, PARLEY, 2, 1);
    cost(Load.DEPTH_1, C_EPOLL, 1, 1);

    assertEquals("not measured", verdict("depth-1/parley@2", "c-epoll").word());
  }

  @Test
  void manyOpenConnectionsAreHeldAgainstFew() {
    cost(Load.OPEN_10000, PARLEY, 1, 4.4);
    cost(Load.DEPTH_1, PARLEY, 1, 4);

    assertEquals("met", verdict("open-10000/parley@1", "depth-1/parley@1").word());
  }

  @Test
  void sealedIsHeldAgainstPlainAndTls() {
    cost(Load.LARGE, PARLEY_SEALED, 1, 13.5);
    cost(Load.LARGE, PARLEY, 1, 10);
    cost(Load.LARGE, NETTY_TLS, 1, 16);

    assertEquals("met", verdict("large/parley-sealed@1", "parley").word());
    assertEquals("MISSED", verdict("large/parley-sealed@1", "netty-tls").word());
  }

  @Test
  void figureWithoutPromiseIsReported() {
    cost(Load.DEPTH_1, PARLEY, 1, 4);
    cost(Load.DEPTH_1, PARLEY, 2, 6);

    assertEquals("reported", verdict("depth-1/parley@2", "depth-1/parley@1").word());
  }

  @Test
  void datagramsAndPythonHaveOneThread() {
    assertTrue(
        Promises.judge(List.of(2), samples, Map.of(), Optional.empty()).stream()
            .noneMatch(verdict -> verdict.what().startsWith("udp")));
  }

  @Test
  void memoryAndStartAreJudgedInTheirUnits() {
    Footprint footprint = new Footprint(Optional.of(1024.0), 2049);
    StartTimes starts = new StartTimes(new Spread(250, 1, 1, 1), new Spread(151, 1, 1, 1));

    List<Verdict> verdicts =
        Promises.judge(List.of(1), samples, Map.of(PARLEY, footprint), Optional.of(starts));
    assertEquals(
        List.of("met", "MISSED", "met", "MISSED"),
        verdicts.subList(verdicts.size() - 4, verdicts.size()).stream()
            .map(Verdict::word)
            .toList());
  }
}
