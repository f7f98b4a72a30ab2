package dev.parley.bench;

import dev.parley.bench.attack.Attacks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs every attack on every server, one after the other. Reports progress on standard error.
final class AttackRun {
  private final Place place;
  private final Children children;
  private final Plan plan;
  private final Map<Attacks, Map<ServerKind, Outcome>> outcomes = new EnumMap<>(Attacks.class);
  private final List<String> skipped = new ArrayList<>();

  AttackRun(Place place, Children children, Plan plan) {
    this.place = place;
    this.children = children;
    this.plan = plan;
  }

  /// Runs all of them; blocks for minutes.
  ///
  /// @throws Unavailable if nothing can be attacked on this machine
  void measure() throws IOException, InterruptedException, Unavailable {
    Cores cores = Cores.choose();
    for (Trial trial : plan.trials()) {
      try {
        Outcome outcome = trial.run(place, children, cores);
        outcomes
            .computeIfAbsent(trial.attack(), _ -> new EnumMap<>(ServerKind.class))
            .put(trial.kind(), outcome);
        System.err.println(outcome);
      } catch (Unavailable e) {
        skipped.add(trial.name() + " skipped: " + e.why());
        System.err.println(skipped.getLast());
      }
    }
  }

  /// Returns the table, in Markdown.
  String text(Map<String, Object> facts) {
    Table table = new Table("attack", "ncat", "Python", "Netty", "Parley");
    for (Attacks attack : Attacks.values()) {
      Map<ServerKind, Outcome> row = outcomes.get(attack);
      if (row != null) {
        table.add(
            attack.what(),
            cell(row, ServerKind.NCAT),
            cell(row, ServerKind.PYTHON),
            cell(row, ServerKind.NETTY),
            cell(row, ServerKind.PARLEY));
      }
    }
    StringBuilder text = new StringBuilder().append(table).append('\n');
    facts.forEach((name, fact) -> text.append(name).append(": ").append(fact).append('\n'));
    text.append("length of an attack: ").append(plan.attackLength().toSeconds()).append(" s\n");
    disturbed().ifPresent(line -> text.append(line).append('\n'));
    skipped.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String cell(Map<ServerKind, Outcome> row, ServerKind kind) {
    Outcome outcome = row.get(kind);
    return outcome == null ? "–" : outcome.cell();
  }

  private Optional<String> disturbed() {
    List<String> names =
        all().stream()
            .filter(Outcome::isDisturbed)
            .map(one -> new Trial(one.attack(), one.server(), Duration.ZERO).name())
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("disturbed by other processes: " + String.join(", ", names));
  }

  private List<Outcome> all() {
    return outcomes.values().stream().flatMap(row -> row.values().stream()).toList();
  }

  /// Returns all results, for programs.
  Map<String, Object> json(Map<String, Object> facts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", facts);
    json.put("length_s", plan.attackLength().toSeconds());
    json.put("outcomes", all().stream().map(Outcome::json).toList());
    json.put("skipped", skipped);
    return json;
  }
}
