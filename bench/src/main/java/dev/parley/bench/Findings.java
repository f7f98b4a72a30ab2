package dev.parley.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that a run has found so far. For one thread.
final class Findings {
  private final Samples samples = new Samples();
  private final Map<Point, Double> calls = new LinkedHashMap<>();
  private final Map<Contender, Footprint> footprints = new EnumMap<>(Contender.class);
  private final List<String> skipped = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals();
  private Optional<StartTimes> starts = Optional.empty();
  private Optional<Traces> traces = Optional.empty();
  private Optional<LayerCosts> layers = Optional.empty();

  /// The timed passes.
  Samples samples() {
    return samples;
  }

  /// System calls per message.
  Map<Point, Double> calls() {
    return calls;
  }

  /// Memory per idle connection.
  Map<Contender, Footprint> footprints() {
    return footprints;
  }

  /// What did not run, and why; a line each, none twice.
  List<String> skipped() {
    return skipped;
  }

  /// What those who come cost.
  Arrivals arrivals() {
    return arrivals;
  }

  /// What wrong logins leave behind.
  Optional<Traces> traces() {
    return traces;
  }

  void keepTraces(Traces found) {
    traces = Optional.of(found);
  }

  /// What sealing costs without sockets.
  Optional<LayerCosts> layers() {
    return layers;
  }

  void keepLayers(LayerCosts costs) {
    layers = Optional.of(costs);
  }

  /// The launcher's times.
  Optional<StartTimes> starts() {
    return starts;
  }

  void keepStarts(StartTimes times) {
    starts = Optional.of(times);
  }

  void skip(String what, String why) {
    String line = what + " skipped: " + why;
    if (!skipped.contains(line)) {
      skipped.add(line);
    }
  }

  /// True if not a single figure was found.
  boolean isEmpty() {
    return samples.heats().isEmpty()
        && calls.isEmpty()
        && footprints.isEmpty()
        && starts.isEmpty()
        && arrivals.isEmpty()
        && traces.isEmpty()
        && layers.isEmpty();
  }

  /// Every promise of a plan against these.
  List<Verdict> verdicts(Plan plan) {
    return plan.against().isPresent()
        ? Promises.judgeAgainst(plan.pointsAgainst(), this)
        : Promises.judge(plan.threads(), this);
  }
}
