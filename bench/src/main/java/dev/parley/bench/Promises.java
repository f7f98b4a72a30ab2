package dev.parley.bench;

import static dev.parley.bench.Contender.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Parley's promises about its cost, and how each is judged. Ratios are of the server's processor
/// time per message, in turns of the same heat.
final class Promises {
  private static final double REPORTED = Double.NaN;

  private static final Contender[] FRAMEWORKS = {NETTY_EPOLL, NETTY_URING, VERTX};

  private static final Contender[] IN_PLACE = {NETTY_IN_PLACE, VERTX_IN_PLACE};

  private static final double HEAP_BYTES = 960;
  private static final double RESIDENT_BYTES = 2048;
  private static final double READY_MILLIS = 250;
  private static final double VERSION_MILLIS = 150;

  /// Maximum cost of any load, as a multiple of its cost in the other checkout.
  private static final double AGAINST_OTHER = 1.03;

  /// What encryption may cost beyond the JDK's ciphers, as a share of the cost without encryption.
  private static final double BEYOND_CIPHERS = 0.05;

  /// 1,500 per second of one core.
  private static final double LOGIN_MICROS = 1e6 / 1500;

  private static final double STRANGER_MICROS = 30;

  /// For each of 100,000 strangers: what a heap may seem to have grown by for other reasons.
  private static final double STRANGER_BYTES = 1;

  /// The number of cipher objects whose allocation HotSpot eliminates differs by this much between
  /// processes; a buffer for each record would be thousands of bytes.
  private static final double RECORD_BYTES = 128;

  /// What is promised of the chat's rooms: see docs/PERFORMANCE.md, "Rooms".
  private static final double MEMBER_BYTES = 2.5 * 1024;

  private static final double JOIN_MICROS = 50_000;

  /// A promised ratio: a subject against the best of others.
  private record Ratio(Figure figure, Point subject, List<Point> others, double atMost) {
    Ratio(Load load, Contender subject, int threads, double atMost, Contender... others) {
      this(Figure.CPU, load, subject, threads, atMost, others);
    }

    Ratio(
        Figure figure,
        Load load,
        Contender subject,
        int threads,
        double atMost,
        Contender... others) {
      this(
          figure,
          new Point(load, subject, threads),
          Arrays.stream(others)
              .filter(load.contenders()::contains)
              .map(other -> new Point(load, other, threads))
              .toList(),
          atMost);
    }
  }

  private Promises() {}

  /// Judges the cost of each of these points against the other checkout.
  static List<Verdict> judgeAgainst(List<Point> points, Findings findings) {
    return points.stream()
        .map(point -> judge(against(point, point.other(), AGAINST_OTHER), findings.samples()))
        .toList();
  }

  /// Judges every promise that there is a figure for; ratios for each number of threads.
  static List<Verdict> judge(List<Integer> threadCounts, Findings findings) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Ratio ratio : ratios(threadCounts)) {
      verdicts.add(judge(ratio, findings.samples()));
    }
    if (threadCounts.contains(1)) {
      verdicts.addAll(encrypted(findings.samples()));
    }
    verdicts.addAll(arrivals(findings));
    verdicts.addAll(members(findings));
    verdicts.addAll(records(findings.layers()));
    Optional<Footprint> footprint = Optional.ofNullable(findings.footprints().get(PARLEY));
    Optional<StartTimes> starts = findings.starts();
    verdicts.add(
        new Verdict(
            "heap per idle session",
            "",
            "bytes",
            HEAP_BYTES,
            footprint.flatMap(Footprint::heap).map(Promises::single)));
    verdicts.add(
        new Verdict(
            "RSS per idle session",
            "",
            "bytes",
            RESIDENT_BYTES,
            footprint.map(Footprint::resident).map(Promises::single)));
    verdicts.add(
        new Verdict("serve is ready", "", "ms", READY_MILLIS, starts.map(StartTimes::ready)));
    verdicts.add(
        new Verdict("--version", "", "ms", VERSION_MILLIS, starts.map(StartTimes::version)));
    return verdicts;
  }

  private static List<Verdict> members(Findings findings) {
    return List.of(
        new Verdict(
            "RSS per idle member of a room",
            "",
            "bytes",
            MEMBER_BYTES,
            Optional.ofNullable(findings.footprints().get(PARLEY_ROOMS))
                .map(Footprint::resident)
                .map(Promises::single)),
        new Verdict(
            "joining a room of 1,000 with 1,000,000 messages",
            "",
            "us",
            JOIN_MICROS,
            findings.joins().map(JoinCost::cpuMicros)));
  }

  private static List<Verdict> arrivals(Findings findings) {
    Optional<Arrivals> came = Optional.of(findings.arrivals()).filter(all -> !all.isEmpty());
    return List.of(
        new Verdict(
            "honest login, 1,500/s of a core",
            "",
            "us",
            LOGIN_MICROS,
            came.map(all -> all.micros(Arrivals.Kind.LOGIN))),
        new Verdict(
            "wrong login, the layer alone",
            "",
            "us",
            STRANGER_MICROS,
            findings.layers().map(costs -> costs.figure("refusal").micros())),
        new Verdict(
            "wrong login, with its connection",
            "",
            "us",
            REPORTED,
            came.map(all -> all.micros(Arrivals.Kind.STRANGER))),
        new Verdict(
            "wrong login, beyond",
            "a plain refusal",
            "us",
            REPORTED,
            came.map(all -> all.more(Arrivals.Kind.STRANGER, Arrivals.Kind.MISFIT))),
        new Verdict(
            "heap left of a wrong login",
            "",
            "bytes",
            STRANGER_BYTES,
            findings.traces().map(Traces::heap).map(Promises::single)));
  }

  private static List<Verdict> records(Optional<LayerCosts> layers) {
    return Stream.of("64", "16384")
        .map(size ->
            new Verdict(
                "allocated for a record of " + size,
                "beyond the JDK's ciphers",
                "bytes",
                RECORD_BYTES,
                layers.map(costs ->
                    single(
                        costs.figure("record " + size).bytes()
                            - costs.figure("ciphers " + size).bytes()))))
        .toList();
  }

  private static Spread single(double figure) {
    return Spread.of(List.of(figure));
  }

  private static List<Ratio> ratios(List<Integer> threadCounts) {
    List<Ratio> ratios = new ArrayList<>();
    for (int n : threadCounts) {
      ratios.addAll(
          List.of(
              new Ratio(Load.DEPTH_1, PARLEY, n, 1.10, C_EPOLL),
              new Ratio(Load.DEPTH_1, PARLEY, n, 0.80, FRAMEWORKS),
              new Ratio(Load.DEPTH_1, PARLEY, n, REPORTED, IN_PLACE),
              new Ratio(Load.DEPTH_32, PARLEY, n, 1.25, C_EPOLL),
              new Ratio(Load.DEPTH_32, PARLEY, n, 0.55, FRAMEWORKS),
              new Ratio(Load.DEPTH_32, PARLEY, n, REPORTED, IN_PLACE),
              new Ratio(Load.LARGE, PARLEY, n, 1.10, C_EPOLL),
              new Ratio(Load.UDP, PARLEY_UDP, n, 1.15, C_MMSG),
              new Ratio(Load.UDP, PARLEY_UDP, n, 0.80, NETTY_UDP),
              new Ratio(Load.DEPTH_1, PARLEY_CONVERSATION, n, 1.0, VIRTUAL_THREADS),
              new Ratio(Load.DEPTH_1, PARLEY_VIRTUAL, n, 1.0, VIRTUAL_THREADS),
              new Ratio(Load.DEPTH_1, PARLEY_ON_LOOP, n, 1.0, VIRTUAL_THREADS),
              new Ratio(Load.DEPTH_32, PARLEY_LINE, n, 1.3, PARLEY)));
    }
    ratios.removeIf(ratio ->
        !ratio.subject().load().allows(ratio.subject().contender(), ratio.subject().threads()));
    ratios.add(
        against(new Point(Load.OPEN_10000, PARLEY, 1), new Point(Load.DEPTH_1, PARLEY, 1), 1.10));
    ratios.addAll(lives());
    ratios.addAll(broadcasts());
    ratios.addAll(rooms());
    ratios.addAll(guarded());
    for (Load load : List.of(Load.DEPTH_1, Load.DEPTH_32)) {
      ratios.add(against(new Point(load, PARLEY, 2), new Point(load, PARLEY, 1), REPORTED));
    }
    ratios.removeIf(ratio ->
        !threadCounts.contains(ratio.subject().threads())
            || !threadCounts.contains(ratio.others().getFirst().threads()));
    return ratios;
  }

  /// Returns the promises for a connection's whole life.
  private static List<Ratio> lives() {
    return List.of(
        new Ratio(Load.LIFE, PARLEY, 1, 1.25, C_EPOLL),
        new Ratio(Load.LIFE, PARLEY, 1, REPORTED, NETTY_EPOLL, VERTX));
  }

  /// Returns what a delivery to a member of a group is compared with.
  private static List<Ratio> broadcasts() {
    List<Ratio> ratios = new ArrayList<>();
    for (Load load : List.of(Load.BROADCAST, Load.BROADCAST_LARGE)) {
      ratios.add(new Ratio(load, PARLEY_GROUP, 1, REPORTED, NETTY_GROUP, NETTY_ENCODED));
      ratios.add(new Ratio(load, PARLEY_GROUP, 1, REPORTED, PARLEY_EACH));
    }
    return ratios;
  }

  /// Returns the promises for rooms. A message that takes half the time is twice as many a second.
  private static List<Ratio> rooms() {
    return List.of(
        new Ratio(Figure.PACE, Load.FAN_OUT_100, PARLEY_ROOMS, 1, 1.0, REDIS, NATS),
        new Ratio(Figure.PACE, Load.FAN_OUT_1000, PARLEY_ROOMS, 1, 1.0, REDIS, NATS),
        new Ratio(Load.FAN_OUT_100, PARLEY_ROOMS, 1, 0.9, REDIS, NATS),
        new Ratio(Load.FAN_OUT_100, PARLEY_ROOMS_STORED, 1, REPORTED, PARLEY_ROOMS),
        new Ratio(Load.FAN_OUT_1000, PARLEY_ROOMS, 1, REPORTED, REDIS, NATS),
        new Ratio(Figure.P99, Load.PACED, PARLEY_ROOMS, 1, 1.2, REDIS, NATS),
        new Ratio(Load.PACED, PARLEY_ROOMS, 1, REPORTED, REDIS, NATS),
        stoppedReader(PARLEY_ROOMS, 1.2),
        stoppedReader(REDIS, REPORTED),
        stoppedReader(NATS, REPORTED),
        new Ratio(Figure.PACE, Load.STORED, PARLEY_ROOMS_STORED, 1, 1.0 / 2, REDIS_STORED),
        new Ratio(Figure.PACE, Load.STORED, PARLEY_ROOMS_STORED, 1, 1.0 / 8, PARLEY_ROOMS_SINGLE));
  }

  private static Ratio stoppedReader(Contender contender, double atMost) {
    return new Ratio(
        Figure.P99,
        new Point(Load.STOPPED_READER, contender, 1),
        List.of(new Point(Load.PACED, contender, 1)),
        atMost);
  }

  /// Judges encrypted traffic against the same without encryption plus what the JDK's ciphers alone
  /// cost in the same turns. What is promised is known only when that is measured.
  private static List<Verdict> encrypted(Samples samples) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Load load : Load.values()) {
      if (!load.guarded().contains(JDK_CIPHERS)) {
        continue;
      }
      Contender plain = load == Load.UDP ? PARLEY_UDP : PARLEY;
      Point plainPoint = new Point(load, plain, 1);
      Optional<Spread> floor =
          samples.ratio(new Point(load, JDK_CIPHERS, 1), plainPoint).map(share -> share.plus(1));
      verdicts.add(
          new Verdict(plainPoint + " with the JDK's ciphers", plain.title(), "x", REPORTED, floor));
      for (Contender subject : List.of(PARLEY_SEALED, PARLEY_TLS, PARLEY_SEALED_UDP)) {
        if (load.guarded().contains(subject)) {
          double atMost =
              floor.map(Spread::median).map(median -> median + BEYOND_CIPHERS).orElse(REPORTED);
          verdicts.add(judge(against(load, subject, plain, atMost), samples));
        }
      }
    }
    return verdicts;
  }

  /// Returns the other promises for encrypted traffic, with one thread each.
  private static List<Ratio> guarded() {
    return List.of(
        against(Load.DEPTH_32, PARLEY_SEALED, PARLEY_TLS, 0.6),
        against(Load.LARGE, PARLEY_SEALED, NETTY_TLS, 0.8),
        against(Load.DEPTH_1, PARLEY_TLS, NETTY_TLS, 1.0),
        against(Load.DEPTH_32, PARLEY_TLS, NETTY_TLS, 1.0),
        against(Load.LARGE, PARLEY_TLS, NETTY_TLS, 1.0));
  }

  private static Ratio against(Load load, Contender subject, Contender other, double atMost) {
    return against(new Point(load, subject, 1), new Point(load, other, 1), atMost);
  }

  private static Ratio against(Point subject, Point other, double atMost) {
    return new Ratio(Figure.CPU, subject, List.of(other), atMost);
  }

  private static Verdict judge(Ratio ratio, Samples samples) {
    Optional<Point> best = samples.best(ratio.figure(), ratio.subject(), ratio.others());
    String against =
        best.map(point -> name(ratio, point))
            .orElseGet(() ->
                ratio.others().stream()
                    .map(other -> name(ratio.subject(), other))
                    .collect(Collectors.joining(" or ")));
    String figure = ratio.figure().title();
    return new Verdict(
        ratio.subject() + (figure.isEmpty() ? "" : ", " + figure),
        against,
        "x",
        ratio.atMost(),
        best.flatMap(point -> samples.ratio(ratio.figure(), ratio.subject(), point)));
  }

  private static String name(Ratio ratio, Point best) {
    int count = ratio.others().size();
    String name = name(ratio.subject(), best);
    return count > 1 ? name + " (the best of " + count + ")" : name;
  }

  /// Returns the contender alone if load and threads are the subject's.
  private static String name(Point subject, Point other) {
    if (other.isOther()) {
      return "the other checkout";
    }
    boolean isAlike = subject.load() == other.load() && subject.threads() == other.threads();
    return isAlike ? other.contender().title() : other.toString();
  }
}
