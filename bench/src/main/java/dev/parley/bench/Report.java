package dev.parley.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The results of a run as text, as JSON and as a picture. Pure.
///
/// @param facts of the machine
record Report(Plan plan, Map<String, Object> facts, Findings findings) {

  /// Returns the tables, in Markdown.
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(promises()).append('\n');
    for (Heat heat : findings.samples().heats()) {
      text.append(heat(heat)).append('\n');
    }
    if (!findings.arrivals().isEmpty()) {
      text.append(arrivals()).append('\n');
    }
    findings.layers().ifPresent(costs -> text.append(layers(costs)).append('\n'));
    if (!findings.calls().isEmpty()) {
      text.append(calls()).append('\n');
    }
    if (!findings.footprints().isEmpty()) {
      text.append(memory()).append('\n');
    }
    facts.forEach((name, fact) -> text.append(name).append(": ").append(fact).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "rounds: %d of %d turns of %d ms each after %d ms of warm-up; CPU and ratios are medians"
                + " (quartiles) of turns, other figures medians of rounds%n",
            plan.rounds(),
            plan.turns(),
            Plan.TURN.toMillis(),
            plan.warmup().toMillis()));
    findings.skipped().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private Table promises() {
    Table table = new Table("Parley", "against", "measured", "at most", "");
    for (Verdict verdict : findings.verdicts(plan)) {
      table.add(
          verdict.what(),
          verdict.against(),
          verdict.figure().map(figure -> figure + " " + verdict.unit()).orElse("-"),
          Double.isNaN(verdict.atMost()) ? "-" : number(verdict.atMost()) + " " + verdict.unit(),
          verdict.word());
    }
    return table;
  }

  private static String number(double value) {
    return value == Math.rint(value) && value > 9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private String heat(Heat heat) {
    Samples samples = findings.samples();
    String unit = heat.points().getFirst().load().kind().unit();
    List<String> columns =
        new ArrayList<>(
            List.of(
                "server", "threads", "server CPU us/" + unit, "per second", "p50 us", "p99 us"));
    boolean tellsAllocation = samples.tellsAllocation(heat);
    if (tellsAllocation) {
      columns.add("bytes allocated/" + unit);
    }
    Table table = new Table(columns.toArray(String[]::new));
    for (Point point : samples.points(heat)) {
      Function<ToDoubleFunction<Sample>, String> median =
          figure ->
              samples
                  .median(heat, point, figure)
                  .filter(Double::isFinite)
                  .map(Spread::text)
                  .orElse("-");
      List<String> cells =
          new ArrayList<>(
              List.of(
                  name(heat, point),
                  Integer.toString(point.threads()),
                  samples.cost(heat, point).map(Spread::toString).orElse("-"),
                  median.apply(Sample::perSecond),
                  median.apply(Sample::p50Micros),
                  median.apply(Sample::p99Micros)));
      if (tellsAllocation) {
        cells.add(median.apply(Sample::allocatedBytes));
      }
      table.add(cells.toArray(String[]::new));
    }
    return heat.title() + "\n\n" + table;
  }

  /// Returns the contender, or the whole point in a heat of one contender in several shapes.
  private static String name(Heat heat, Point point) {
    return heat.prefix().isEmpty() ? point.contender().title() : point.toString();
  }

  private Table arrivals() {
    Table table = new Table("who comes, " + Wave.SIZE + " at once", "server CPU us each");
    for (Arrivals.Kind kind : Arrivals.Kind.values()) {
      table.add(kind.title(), findings.arrivals().micros(kind).toString());
    }
    return table;
  }

  private static Table layers(LayerCosts costs) {
    Table table = new Table("without sockets (JMH)", "CPU us", "bytes allocated");
    costs
        .byName()
        .forEach((name, figure) ->
            table.add(name, figure.micros().toString(), Spread.text(figure.bytes())));
    return table;
  }

  private Table calls() {
    Table table = new Table("under strace", "system calls per message");
    findings.calls().forEach((point, calls) -> table.add(point.toString(), Spread.text(calls)));
    return table;
  }

  private Table memory() {
    Table table = new Table("idle connection", "heap bytes", "RSS bytes");
    findings
        .footprints()
        .forEach((contender, footprint) ->
            table.add(
                contender.title(),
                footprint.heap().map(Spread::text).orElse("-"),
                Spread.text(footprint.resident())));
    return table;
  }

  /// Returns all results, for programs.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", facts);
    json.put("rounds", plan.rounds());
    json.put("warmup_ms", plan.warmup().toMillis());
    json.put("turn_ms", Plan.TURN.toMillis());
    json.put("turns", plan.turns());
    json.put("loads", Arrays.stream(Load.values()).map(Report::load).toList());
    json.put("promises", findings.verdicts(plan).stream().map(Report::verdict).toList());
    json.put("heats", findings.samples().heats().stream().map(this::jsonHeat).toList());
    List<Object> memory = new ArrayList<>();
    findings
        .footprints()
        .forEach((contender, footprint) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("server", contender.title());
          row.put("connections", Plan.crowd(contender));
          footprint.heap().ifPresent(heap -> row.put("heap_bytes", heap));
          row.put("rss_bytes", footprint.resident());
          memory.add(row);
        });
    json.put("memory", memory);
    Map<String, Object> calls = new LinkedHashMap<>();
    findings.calls().forEach((point, figure) -> calls.put(point.toString(), figure));
    json.put("system_calls_per_message", calls);
    Map<String, Object> arrivals = new LinkedHashMap<>();
    if (!findings.arrivals().isEmpty()) {
      for (Arrivals.Kind kind : Arrivals.Kind.values()) {
        arrivals.put(
            kind.name().toLowerCase(Locale.ROOT), quartiles(findings.arrivals().micros(kind)));
      }
    }
    json.put("arrivals_cpu_us", arrivals);
    Map<String, Object> layers = new LinkedHashMap<>();
    findings
        .layers()
        .ifPresent(costs ->
            costs
                .byName()
                .forEach((name, figure) ->
                    layers.put(
                        name,
                        Map.of(
                            "cpu_us",
                            quartiles(figure.micros()),
                            "allocated_bytes",
                            figure.bytes()))));
    json.put("layers", layers);
    findings
        .joins()
        .ifPresent(cost ->
            json.put(
                "join",
                Map.of(
                    "cpu_us", quartiles(cost.cpuMicros()),
                    "shown_us", quartiles(cost.shownMicros()))));
    findings
        .starts()
        .ifPresent(starts ->
            json.put(
                "start",
                Map.of(
                    "ready_ms", spread(starts.ready()), "version_ms", spread(starts.version()))));
    json.put("skipped", findings.skipped());
    return json;
  }

  private static Map<String, Object> load(Load load) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", load.title());
    row.put("connections", load.shape().connections());
    row.put("idle", load.shape().idle());
    row.put("size", load.shape().size());
    row.put("depth", load.shape().depth());
    return row;
  }

  private static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("what", verdict.what());
    row.put("against", verdict.against());
    row.put("unit", verdict.unit());
    row.put("at_most", verdict.atMost());
    verdict
        .figure()
        .ifPresent(figure ->
            row.put("measured", verdict.unit().equals("x") ? quartiles(figure) : spread(figure)));
    row.put("verdict", verdict.word());
    return row;
  }

  private Map<String, Object> jsonHeat(Heat heat) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("heat", heat.title());
    row.put(
        "servers",
        findings.samples().points(heat).stream().map(point -> point(heat, point)).toList());
    return row;
  }

  private Map<String, Object> point(Heat heat, Point point) {
    Samples samples = findings.samples();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("load", point.load().title());
    row.put("server", point.contender().title());
    row.put("threads", point.threads());
    samples.cost(heat, point).ifPresent(cpu -> row.put("cpu_us_per_message", quartiles(cpu)));
    row.put("rounds", samples.of(heat, point).stream().map(Report::sample).toList());
    return row;
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("cpu_us_per_message_of_all_turns", sample.cpuMicros());
    row.put("messages", sample.messages());
    row.put("messages_per_s", sample.perSecond());
    row.put("p50_us", sample.p50Micros());
    row.put("p99_us", sample.p99Micros());
    row.put("lost", sample.lost());
    if (Double.isFinite(sample.allocatedBytes())) {
      row.put("allocated_bytes_per_message", sample.allocatedBytes());
    }
    row.put("turns_cpu_us_per_message", sample.turns().stream().map(Cost::perMessage).toList());
    row.put("turns_messages", sample.turns().stream().map(Cost::messages).toList());
    return row;
  }

  private static Map<String, Object> spread(Spread spread) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("median", spread.median());
    row.put("min", spread.low());
    row.put("max", spread.high());
    row.put("count", spread.count());
    return row;
  }

  private static Map<String, Object> quartiles(Spread spread) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("median", spread.median());
    row.put("lower_quartile", spread.low());
    row.put("upper_quartile", spread.high());
    row.put("turns", spread.count());
    return row;
  }

  /// Draws the processor time per message, a group of bars for each heat.
  String svg() {
    Samples samples = findings.samples();
    List<Chart.Group> groups = new ArrayList<>();
    for (Heat heat : samples.heats()) {
      List<Chart.Bar> bars = new ArrayList<>();
      for (Point point : samples.points(heat)) {
        samples
            .cost(heat, point)
            .ifPresent(cpu ->
                bars.add(
                    new Chart.Bar(
                        name(heat, point), cpu, point.contender().title().startsWith("parley"))));
      }
      groups.add(new Chart.Group(heat.title(), bars));
    }
    return Chart.svg("Server CPU per message, microseconds; less is better", groups);
  }
}
