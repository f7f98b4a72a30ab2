package dev.parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One run: heat after heat, round after round, then the passes that would disturb them. Reports
/// progress on standard error.
final class Run {
  private final Place place;
  private final Children children;
  private final Plan plan;
  private final Findings findings = new Findings();

  /// Contenders that cannot be started or reached here, and so are not tried again.
  private final Map<Contender, String> unavailable = new EnumMap<>(Contender.class);

  Run(Place place, Children children, Plan plan) {
    this.place = place;
    this.children = children;
    this.plan = plan;
  }

  /// Runs everything; blocks for minutes.
  Findings measure() throws IOException, InterruptedException {
    if (plan.wantsStarts()) {
      startTimes();
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Heat heat : plan.heats()) {
        heat(round, heat);
      }
      if (plan.wantsArrivals()) {
        arrivals(round);
      }
    }
    if (plan.wantsTraces()) {
      traces();
    }
    if (plan.wantsLayers()) {
      layers();
    }
    if (plan.wantsJoins()) {
      joins();
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
      StartTimes times = StartTimes.measure(place, children, plan.starts());
      findings.keepStarts(times);
      tell("start: ready after %s ms, --version %s ms".formatted(times.ready(), times.version()));
    } catch (Unavailable e) {
      skip("start", e.why());
    }
  }

  /// Runs one round of a heat: all entrants start, all warm up, then they take turns. An entrant
  /// that fails leaves; the others go on.
  private void heat(int round, Heat heat) throws IOException, InterruptedException {
    tell("round %d/%d  %s".formatted(round, plan.rounds(), heat.title()));
    List<Entrant> entrants = new ArrayList<>();
    try {
      for (Point point : heat.points()) {
        enter(heat, point, entrants);
      }
      for (int turn = 0; turn < Plan.WARM_UPS; turn++) {
        eachInTurn(heat, entrants, turn, one -> one.warmUp(plan.warmUpTurn(one.point())));
      }
      for (int turn = 0; turn < plan.turns(); turn++) {
        eachInTurn(heat, entrants, turn, one -> one.turn(Plan.turn(one.point().load())));
      }
      for (Entrant entrant : entrants) {
        keep(round, heat, entrant);
      }
    } finally {
      entrants.forEach(Entrant::close);
    }
  }

  private void enter(Heat heat, Point point, List<Entrant> entrants)
      throws IOException, InterruptedException {
    if (unavailable.containsKey(point.contender())) {
      return;
    }
    try {
      entrants.add(Entrant.enter(place(point), children, point));
    } catch (Unavailable e) {
      if (!point.isOther()) {
        unavailable.put(point.contender(), e.why());
      }
      skip(heat.row(point), e.why());
    }
  }

  /// Returns the checkout that the contender of a point comes from.
  private Place place(Point point) throws IOException, Unavailable {
    return point.isOther() ? place.withContendersOf(plan.against().orElseThrow()) : place;
  }

  /// The action of an entrant in its turn.
  private interface Step {
    void take(Entrant entrant) throws Unavailable;
  }

  private void eachInTurn(Heat heat, List<Entrant> entrants, int turn, Step step) {
    for (Entrant entrant : TurnOrder.of(entrants, turn)) {
      try {
        step.take(entrant);
      } catch (Unavailable e) {
        skip(heat.row(entrant.point()), e.why());
        entrants.remove(entrant);
        entrant.close();
      }
    }
  }

  private void keep(int round, Heat heat, Entrant entrant) {
    Sample sample = entrant.sample();
    findings.samples().add(heat, entrant.point(), round, sample);
    tell(
        String.format(
            Locale.ROOT,
            "  %-34s %8s us CPU/msg %9.0f msg/s%s%s",
            heat.row(entrant.point()),
            Spread.text(sample.cpuMicros()),
            sample.perSecond(),
            Double.isFinite(sample.p99Micros())
                ? "  p99 " + Spread.text(sample.p99Micros()) + " us"
                : "",
            sample.lost() > 0 ? "  lost " + sample.lost() : ""));
    if (entrant.disturbed() > 0) {
      String line =
          "others were busy in %d of %d turns"
              .formatted(entrant.disturbed(), sample.turns().size());
      if (entrant.isTooDisturbed()) {
        skip(heat.row(entrant.point()) + ", p99", line);
      } else {
        tell("    without the times of some: " + line);
      }
    }
  }

  private void arrivals(int round) throws InterruptedException {
    tell("round %d/%d  %s".formatted(round, plan.rounds(), Plan.ARRIVALS));
    try {
      findings.arrivals().measure(place, children, plan);
    } catch (Unavailable e) {
      skip(Plan.ARRIVALS, e.why());
    } catch (IOException e) {
      skip(Plan.ARRIVALS, String.valueOf(e.getMessage()));
    }
  }

  private void traces() throws InterruptedException {
    try {
      Traces traces = Traces.measure(place, children);
      findings.keepTraces(traces);
      tell("%s: %s bytes of each stranger".formatted(Plan.TRACES_LEFT, Spread.text(traces.heap())));
    } catch (Unavailable e) {
      skip(Plan.TRACES_LEFT, e.why());
    } catch (IOException e) {
      skip(Plan.TRACES_LEFT, String.valueOf(e.getMessage()));
    }
  }

  private void layers() throws IOException {
    tell(Plan.LAYER_COSTS);
    findings.keepLayers(LayerCosts.measure());
  }

  private void joins() throws InterruptedException {
    try {
      JoinCost cost = JoinCost.measure(place, children, plan.joins());
      findings.keepJoins(cost);
      tell(
          "%s: %s us CPU, shown after %s us"
              .formatted(Plan.JOIN, cost.cpuMicros(), cost.shownMicros()));
    } catch (Unavailable e) {
      skip(Plan.JOIN, e.why());
    } catch (IOException e) {
      skip(Plan.JOIN, String.valueOf(e.getMessage()));
    }
  }

  private void footprint(Contender contender) throws IOException, InterruptedException {
    if (unavailable.containsKey(contender)) {
      return;
    }
    try {
      Footprint footprint = Footprint.measure(place, children, contender);
      findings.footprints().put(contender, footprint);
      tell(
          "%-32s heap %s, RSS %s bytes per idle connection"
              .formatted(
                  Plan.memoryName(contender),
                  footprint.heap().map(Spread::text).orElse("-"),
                  Spread.text(footprint.resident())));
    } catch (Unavailable e) {
      skip(Plan.memoryName(contender), e.why());
    } catch (IOException e) {
      // The crowd was refused or disconnected: only this server's figure is missing.
      skip(Plan.memoryName(contender), String.valueOf(e.getMessage()));
    }
  }

  private void calls(Point point) throws IOException, InterruptedException {
    if (unavailable.containsKey(point.contender())) {
      return;
    }
    try {
      double calls = SystemCalls.perMessage(place, children, point);
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
