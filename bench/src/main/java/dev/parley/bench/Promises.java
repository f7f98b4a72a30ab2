package dev.parley.bench;

import static dev.parley.bench.Contender.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Parley promises about its cost, and how each promise is judged. Ratios are of the server's
/// processor time per message, in the same run, with equal numbers of threads.
final class Promises {
  private static final double REPORTED = Double.NaN;

  private static final double HEAP_BYTES = 1024;
  private static final double RESIDENT_BYTES = 2048;
  private static final double READY_MILLIS = 250;
  private static final double VERSION_MILLIS = 150;

  /// A ratio that is promised: a subject against the best of others.
  private record Ratio(
      Load load, Contender subject, Load otherLoad, List<Contender> others, double atMost) {

    Ratio(Load load, Contender subject, double atMost, Contender... others) {
      this(load, subject, load, List.of(others), atMost);
    }
  }

  private static final List<Ratio> RATIOS =
      List.of(
          new Ratio(Load.DEPTH_1, PARLEY, 1.10, C_EPOLL),
          new Ratio(Load.DEPTH_1, PARLEY, 0.80, NETTY_EPOLL, NETTY_URING, VERTX),
          new Ratio(Load.DEPTH_32, PARLEY, 1.25, C_EPOLL),
          new Ratio(Load.DEPTH_32, PARLEY, 0.55, NETTY_EPOLL, NETTY_URING, VERTX),
          new Ratio(Load.LARGE, PARLEY, 1.10, C_EPOLL),
          new Ratio(Load.OPEN_10000, PARLEY, Load.DEPTH_1, List.of(PARLEY), 1.10),
          new Ratio(Load.UDP, PARLEY_UDP, 1.15, C_MMSG),
          new Ratio(Load.UDP, PARLEY_UDP, 0.80, NETTY_UDP),
          new Ratio(Load.DEPTH_1, PARLEY_CONVERSATION, 1.0, VIRTUAL_THREADS),
          new Ratio(Load.DEPTH_1, PARLEY_ON_LOOP, 1.0, VIRTUAL_THREADS),
          new Ratio(Load.DEPTH_32, PARLEY_LINE, Load.DEPTH_32, List.of(PARLEY), 1.3));

  private Promises() {}

  /// Every promise with its figure, as far as there is one; ratios for each number of threads.
  static List<Verdict> judge(
      List<Integer> threadCounts,
      Samples samples,
      Map<Contender, Footprint> footprints,
      Optional<StartTimes> starts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int threads : threadCounts) {
      for (Ratio ratio : RATIOS) {
        if (ratio.load().allows(ratio.subject(), threads)) {
          verdicts.add(judge(ratio, threads, samples));
        }
      }
    }
    verdicts.add(
        new Verdict(
            "depth-1, two loops",
            "itself with one loop",
            "x",
            REPORTED,
            samples.ratio(new Point(Load.DEPTH_1, PARLEY, 2), new Point(Load.DEPTH_1, PARLEY, 1))));
    Optional<Footprint> footprint = Optional.ofNullable(footprints.get(PARLEY));
    verdicts.add(
        new Verdict(
            "heap per idle session", "", "bytes", HEAP_BYTES, footprint.flatMap(Footprint::heap)));
    verdicts.add(
        new Verdict(
            "RSS per idle session",
            "",
            "bytes",
            RESIDENT_BYTES,
            footprint.map(Footprint::resident)));
    verdicts.add(
        new Verdict("serve is ready", "", "ms", READY_MILLIS, starts.map(StartTimes::ready)));
    verdicts.add(
        new Verdict("--version", "", "ms", VERSION_MILLIS, starts.map(StartTimes::version)));
    return verdicts;
  }

  private static Verdict judge(Ratio ratio, int threads, Samples samples) {
    List<Point> others =
        ratio.others().stream().map(other -> new Point(ratio.otherLoad(), other, threads)).toList();
    Optional<Point> best = samples.best(others);
    String against =
        best.map(point -> other(ratio, point))
            .orElse(String.join(" or ", ratio.others().stream().map(Contender::title).toList()));
    Point subject = new Point(ratio.load(), ratio.subject(), threads);
    return new Verdict(
        subject.toString(),
        against,
        "x",
        ratio.atMost(),
        best.flatMap(point -> samples.ratio(subject, point)));
  }

  private static String other(Ratio ratio, Point best) {
    String name =
        ratio.load() == ratio.otherLoad()
            ? best.contender().title()
            : best.contender().title() + " at " + best.load().title();
    return ratio.others().size() > 1 ? name + " (the best of " + ratio.others().size() + ")" : name;
  }
}
