package dev.parley.bench;

import static dev.parley.bench.Contender.C_EPOLL;
import static dev.parley.bench.Contender.JDK_CIPHERS;
import static dev.parley.bench.Contender.NATS;
import static dev.parley.bench.Contender.NETTY_EPOLL;
import static dev.parley.bench.Contender.NETTY_GROUP;
import static dev.parley.bench.Contender.NETTY_TLS;
import static dev.parley.bench.Contender.PARLEY;
import static dev.parley.bench.Contender.PARLEY_EACH;
import static dev.parley.bench.Contender.PARLEY_GROUP;
import static dev.parley.bench.Contender.PARLEY_ROOMS;
import static dev.parley.bench.Contender.PARLEY_ROOMS_SINGLE;
import static dev.parley.bench.Contender.PARLEY_ROOMS_STORED;
import static dev.parley.bench.Contender.PARLEY_SEALED;
import static dev.parley.bench.Contender.PARLEY_SEALED_UDP;
import static dev.parley.bench.Contender.PARLEY_TLS;
import static dev.parley.bench.Contender.PARLEY_UDP;
import static dev.parley.bench.Contender.REDIS;
import static dev.parley.bench.Contender.VERTX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromisesTest {
  private static final Heat HEAT = new Heat("all", "", List.of());

  private final Findings findings = new Findings();

  private void cost(Load load, Contender contender, int threads, double cpuMicros) {
    findings
        .samples()
        .add(HEAT, new Point(load, contender, threads), 1, SamplesTest.costing(cpuMicros));
  }

  private Verdict verdict(String what, String against) {
    return Promises.judge(List.of(1, 2), findings).stream()
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

    Verdict againstPlain = verdict("large/parley-sealed@1", "parley");
    assertEquals("reported", againstPlain.word(), "nobody knows what the ciphers cost");
    assertEquals(1.35, againstPlain.figure().orElseThrow().median());
    assertEquals("MISSED", verdict("large/parley-sealed@1", "netty-tls").word());
  }

  @ParameterizedTest
  @CsvSource({"124.9, met", "125.1, MISSED"})
  void encryptionCostsTheCiphersAndFivePointsMore(double cost, String word) {
    cost(Load.DEPTH_1, PARLEY, 1, 100);
    cost(Load.DEPTH_1, JDK_CIPHERS, 1, 20);
    cost(Load.DEPTH_1, PARLEY_SEALED, 1, cost);
    cost(Load.DEPTH_1, PARLEY_TLS, 1, 2 * cost);

    assertEquals(word, verdict("depth-1/parley-sealed@1", "parley").word());
    assertEquals("MISSED", verdict("depth-1/parley-tls@1", "parley").word());
    Verdict floor = verdict("depth-1/parley@1 with the JDK's ciphers", "parley");
    assertEquals("reported", floor.word());
    assertEquals(1.2, floor.figure().orElseThrow().median());
  }

  @Test
  void sealedDatagramsAreHeldAgainstPlainOnes() {
    cost(Load.UDP, PARLEY_UDP, 1, 10);
    cost(Load.UDP, JDK_CIPHERS, 1, 4);
    cost(Load.UDP, PARLEY_SEALED_UDP, 1, 14);

    assertEquals("met", verdict("udp/parley-sealed-udp@1", "parley-udp").word());
  }

  @ParameterizedTest
  @CsvSource({"125, met", "126, MISSED"})
  void connectionCostsAtMostAQuarterMoreThanInC(double cost, String word) {
    cost(Load.LIFE, PARLEY, 1, cost);
    cost(Load.LIFE, C_EPOLL, 1, 100);

    assertEquals(word, verdict("life/parley@1", "c-epoll").word());
  }

  @Test
  void deliveriesAreComparedWithoutAPromise() {
    cost(Load.BROADCAST, PARLEY_GROUP, 1, 3);
    cost(Load.BROADCAST, NETTY_GROUP, 1, 4);
    cost(Load.BROADCAST, PARLEY_EACH, 1, 6);

    assertEquals("reported", verdict("broadcast/parley-group@1", "netty-group").word());
    assertEquals(
        0.5, verdict("broadcast/parley-group@1", "parley-each").figure().orElseThrow().median());
  }

  @Test
  void roomsAreJudgedByCostPaceAndLongestTimes() {
    turn(Load.FAN_OUT_100, PARLEY_ROOMS, new Cost(90, 100, 99), 0);
    turn(Load.FAN_OUT_100, REDIS, new Cost(100, 100, 120), 0);
    turn(Load.FAN_OUT_100, NATS, new Cost(200, 100, 100), 0);
    turn(Load.PACED, PARLEY_ROOMS, new Cost(1, 1, 1), 121);
    turn(Load.PACED, REDIS, new Cost(1, 1, 1), 100);
    turn(Load.STOPPED_READER, PARLEY_ROOMS, new Cost(1, 1, 1), 145);

    assertEquals("met", verdict("fan-out-100/parley-rooms@1", "redis (the best of 2)").word());
    assertEquals(
        "met",
        verdict("fan-out-100/parley-rooms@1, time per message", "nats (the best of 2)").word());
    assertEquals("MISSED", verdict("paced/parley-rooms@1, p99", "redis").word());
    assertEquals("met", verdict("stopped-reader/parley-rooms@1, p99", "paced/parley").word());
    assertEquals("not measured", verdict("stopped-reader/redis@1, p99", "paced/redis").word());
  }

  private void turn(Load load, Contender contender, Cost turn, double p99Micros) {
    Sample sample = new Sample(List.of(turn), turn.messages(), 1, 1, p99Micros, 0, Double.NaN);
    findings.samples().add(HEAT, new Point(load, contender, 1), 1, sample);
  }

  @ParameterizedTest
  @CsvSource({"125, 1000, met", "126, 1001, MISSED"})
  void storedMessagesAreEightTimesAsManyAsOneByOne(double ours, double theirs, String word) {
    turn(Load.STORED, PARLEY_ROOMS_STORED, new Cost(1, 1, ours), 1);
    turn(Load.STORED, PARLEY_ROOMS_SINGLE, new Cost(1, 1, theirs), 1);

    assertEquals(
        word,
        verdict("stored/parley-rooms-stored@1, time per message", "parley-rooms-single").word());
  }

  @Test
  void membersAreJudgedByTheirMemoryAndTheirJoining() {
    findings.footprints().put(PARLEY_ROOMS, new Footprint(Optional.of(1.0), 2560));
    Spread cpu = new Spread(50_001, 1, 1, 5);
    findings.keepJoins(new JoinCost(cpu, cpu));

    assertEquals("met", verdict("RSS per idle member of a room", "").word());
    assertEquals("MISSED", verdict("joining a room of 1,000 with 1,000,000 messages", "").word());
  }

  @ParameterizedTest
  @CsvSource({"103, met", "104, MISSED"})
  void anotherCheckoutIsNotExceededByMoreThanThreePercent(double cost, String word) {
    Point point = new Point(Load.DEPTH_1, PARLEY, 1);
    cost(Load.DEPTH_1, PARLEY, 1, cost);
    findings.samples().add(HEAT, point.other(), 1, SamplesTest.costing(100));

    Verdict verdict = Promises.judgeAgainst(List.of(point), findings).getFirst();

    assertEquals("the other checkout", verdict.against());
    assertEquals(word, verdict.word());
  }

  @ParameterizedTest
  @CsvSource({"960, met", "961, MISSED"})
  void idleSessionTakesNoMoreHeapThanPromised(double bytes, String word) {
    findings.footprints().put(PARLEY, new Footprint(Optional.of(bytes), 0));

    assertEquals(word, verdict("heap per idle session", "").word());
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
        Promises.judge(List.of(2), findings).stream()
            .noneMatch(verdict -> verdict.what().startsWith("udp")));
  }

  @Test
  void strangersAreJudgedByWhatTheLayerTakesAndLeaves() {
    findings.keepLayers(
        new LayerCosts(
            Map.of(
                "refusal", figure(30, 9_000),
                "record 64", figure(1, 2_080),
                "ciphers 64", figure(1, 1_952),
                "record 16384", figure(4, 2_081),
                "ciphers 16384", figure(4, 1_952))));
    findings.keepTraces(new Traces(1.01));

    assertEquals("met", verdict("wrong login, the layer alone", "").word());
    assertEquals("MISSED", verdict("heap left of a wrong login", "").word());
    assertEquals("met", verdict("allocated for a record of 64", "beyond").word());
    assertEquals("MISSED", verdict("allocated for a record of 16384", "beyond").word());
  }

  private static LayerCosts.Figure figure(double micros, double bytes) {
    return new LayerCosts.Figure(new Spread(micros, micros, micros, 5), bytes);
  }

  @Test
  void loginsAndStrangersAreJudgedByTheirTurns() {
    for (double login : new double[] {600, 660, 700}) {
      findings.arrivals().add(Arrivals.Kind.PLAIN, 20);
      findings.arrivals().add(Arrivals.Kind.MISFIT, 25);
      findings.arrivals().add(Arrivals.Kind.LOGIN, login);
      findings.arrivals().add(Arrivals.Kind.STRANGER, login / 10);
    }

    assertEquals("met", verdict("honest login, 1,500/s of a core", "").word());
    Verdict beyond = verdict("wrong login, beyond", "a plain refusal");
    assertEquals("reported", beyond.word());
    assertEquals(41, beyond.figure().orElseThrow().median());
  }

  @Test
  void memoryAndStartAreJudgedInTheirUnits() {
    Footprint footprint = new Footprint(Optional.of(960.0), 2049);
    findings.footprints().put(PARLEY, footprint);
    findings.keepStarts(new StartTimes(new Spread(250, 1, 1, 1), new Spread(151, 1, 1, 1)));

    List<Verdict> verdicts = Promises.judge(List.of(1), findings);
    assertEquals(
        List.of("met", "MISSED", "met", "MISSED"),
        verdicts.subList(verdicts.size() - 4, verdicts.size()).stream()
            .map(Verdict::word)
            .toList());
  }
}
