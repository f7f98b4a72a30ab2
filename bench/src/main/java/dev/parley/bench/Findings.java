package dev.parley.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All results of a run so far. Confined to one thread.
final class Findings {
  private final Samples samples = new Samples();
  private final Map<Point, Double> calls = new LinkedHashMap<>();
  private final Map<Contender, Footprint> footprints = new EnumMap<>(Contender.class);
  private final List<String> skipped = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals();
  private Optional<StartTimes> starts = Optional.empty();
  private Optional<Traces> traces = Optional.empty();
  private Optional<LayerCosts> layers = Optional.empty();
  private Optional<JoinCost> joins = Optional.empty();

  /// Returns the timed passes.
  Samples samples() {
    return samples;
  }

  /// Returns the system calls per message.
  Map<Point, Double> calls() {
    return calls;
  }

  /// Returns the memory per idle connection.
  Map<Contender, Footprint> footprints() {
    return footprints;
  }

  /// Returns what did not run, and why; one line each, without duplicates.
  List<String> skipped() {
    return skipped;
  }

  /// Returns the cost of arriving peers.
  Arrivals arrivals() {
    return arrivals;
  }

  /// Returns the memory left behind by wrong logins.
  Optional<Traces> traces() {
    return traces;
  }

  void keepTraces(Traces found) {
    traces = Optional.of(found);
  }

  /// Returns the cost of sealing without sockets.
  Optional<LayerCosts> layers() {
    return layers;
  }

  void keepLayers(LayerCosts costs) {
    layers = Optional.of(costs);
  }

  /// Returns what joining a room costs.
  Optional<JoinCost> joins() {
    return joins;
  }

  void keepJoins(JoinCost cost) {
    joins = Optional.of(cost);
  }

  /// Returns the launcher's times.
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

  /// True if there is no figure at all.
  boolean isEmpty() {
    return samples.heats().isEmpty()
        && calls.isEmpty()
        && footprints.isEmpty()
        && starts.isEmpty()
        && arrivals.isEmpty()
        && traces.isEmpty()
        && layers.isEmpty()
        && joins.isEmpty();
  }

  /// Judges every promise of a plan by these results.
  List<Verdict> verdicts(Plan plan) {
    return plan.against().isPresent()
        ? Promises.judgeAgainst(plan.pointsAgainst(), this)
        : Promises.judge(plan.threads(), this);
  }
}
