package dev.parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One run: every contender in turn, round after round, then the passes that would disturb them.
/// Tells how far it is on standard error.
final class Run {
  private static final int MOST_FOOTPRINT_ROUNDS = 2;
  private static final int STARTS_PER_ROUND = 4;

  private final Place place;
  private final Children children;
  private final Plan plan;
  private final Generator generator;
  private final Findings findings = new Findings();

  /// Contenders that cannot start here, and so are not tried again.
  private final Map<Contender, String> unavailable = new EnumMap<>(Contender.class);

  Run(Place place, Children children, Plan plan) {
    this.place = place;
    this.children = children;
    this.plan = plan;
    this.generator = new Generator(place, children, plan.warmup(), plan.duration());
  }

  /// Does everything; blocks for minutes.
  Findings measure() throws IOException, InterruptedException {
    if (plan.wantsStarts()) {
      startTimes();
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      // There and back again, so that a machine that grows slower favours nobody.
      List<Point> points = new ArrayList<>(plan.points());
      if (round % 2 == 0) {
        Collections.reverse(points);
      }
      for (Point point : points) {
        pass(round, point);
      }
    }
    for (Contender contender : plan.memoryContenders()) {
      footprint(contender);
    }
    for (Point point : plan.callPoints()) {
      calls(point);
    }
    return findings;
  }

  private void startTimes() throws IOException, InterruptedException {
    try {
      StartTimes times = StartTimes.measure(place, children, STARTS_PER_ROUND * plan.rounds() - 1);
      findings.keepStarts(times);
      tell("start: ready after %s ms, --version %s ms".formatted(times.ready(), times.version()));
    } catch (Unavailable e) {
      skip("start", e.why());
    }
  }

  private void pass(int round, Point point) throws IOException, InterruptedException {
    String why = unavailable.get(point.contender());
    if (why != null) {
      return;
    }
    try (RunningServer server = start(point)) {
      Sample sample = generator.measure(server, point);
      findings.samples().add(point, round, sample);
      tell(
          "round %d/%d  %-32s %8s us CPU/msg %9.0f msg/s  p99 %s us%s"
              .formatted(
                  round,
                  plan.rounds(),
                  point,
                  Spread.text(sample.cpuMicros()),
                  sample.perSecond(),
                  Spread.text(sample.p99Micros()),
                  sample.lost() > 0 ? "  lost " + sample.lost() : ""));
    } catch (Unavailable e) {
      skip(point.toString(), e.why());
    }
  }

  private RunningServer start(Point point) throws IOException, InterruptedException, Unavailable {
    try {
      return RunningServer.start(place, children, point.contender(), point.threads(), List.of());
    } catch (Unavailable e) {
      unavailable.put(point.contender(), e.why());
      throw new Unavailable(point.contender().title() + " does not start here: " + e.why());
    }
  }

  private void footprint(Contender contender) throws IOException, InterruptedException {
    if (unavailable.containsKey(contender)) {
      return;
    }
    try {
      int rounds = Math.min(plan.rounds(), MOST_FOOTPRINT_ROUNDS);
      Footprint footprint = Footprint.measure(place, children, contender, Plan.CROWD, rounds);
      findings.footprints().put(contender, footprint);
      tell(
          "%-32s heap %s, RSS %s bytes per idle connection"
              .formatted(
                  Plan.memoryName(contender),
                  footprint.heap().map(Spread::toString).orElse("-"),
                  footprint.resident()));
    } catch (Unavailable e) {
      skip(Plan.memoryName(contender), e.why());
    } catch (IOException e) {
      // The crowd was refused or cut off: this server's affair, and no reason to lose the rest.
      skip(Plan.memoryName(contender), String.valueOf(e.getMessage()));
    }
  }

  private void calls(Point point) throws IOException, InterruptedException {
    if (unavailable.containsKey(point.contender())) {
      return;
    }
    try {
      double calls =
          SystemCalls.perMessage(
              place, children, generator.during(plan.warmup(), SystemCalls.DURATION), point);
      findings.calls().put(point, calls);
      tell("%-32s %s system calls per message".formatted(Plan.callName(point), Spread.text(calls)));
    } catch (Unavailable e) {
      skip(Plan.callName(point), e.why());
    }
  }

  private void skip(String what, String why) {
    findings.skip(what, why);
    tell(what + " skipped: " + why);
  }

  private static void tell(String line) {
    System.err.println(line);
  }
}
