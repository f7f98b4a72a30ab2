package dev.parley.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// A run in words, in JSON and as a picture. Pure.
///
/// @param facts of the machine
record Report(Plan plan, Map<String, Object> facts, Findings findings) {

  /// The tables, in Markdown.
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(promises()).append('\n');
    if (!points().isEmpty()) {
      text.append(passes()).append('\n');
    }
    if (!findings.footprints().isEmpty()) {
      text.append(memory()).append('\n');
    }
    facts.forEach((name, fact) -> text.append(name).append(": ").append(fact).append('\n'));
    text.append(
        "rounds: %d of %s ms after %s ms of warm-up; medians, (least..most) over rounds%n"
            .formatted(plan.rounds(), plan.duration().toMillis(), plan.warmup().toMillis()));
    findings.skipped().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private Table promises() {
    Table table = new Table("Parley", "against", "measured", "at most", "");
    for (Verdict verdict : findings.verdicts(plan.threads())) {
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

  private Table passes() {
    Samples samples = findings.samples();
    Table table =
        new Table(
            "load",
            "server",
            "threads",
            "server CPU us/msg",
            "messages/s",
            "p50 us",
            "p99 us",
            "calls/msg");
    for (Point point : points()) {
      Function<ToDoubleFunction<Sample>, String> median =
          figure -> samples.spread(point, figure).map(s -> Spread.text(s.median())).orElse("-");
      Double calls = findings.calls().get(point);
      table.add(
          point.load().title(),
          point.contender().title(),
          Integer.toString(point.threads()),
          samples.spread(point, Sample::cpuMicros).map(Spread::toString).orElse("-"),
          median.apply(Sample::perSecond),
          median.apply(Sample::p50Micros),
          median.apply(Sample::p99Micros),
          calls == null ? "-" : Spread.text(calls));
    }
    return table;
  }

  /// What there is a figure for, by threads, load and contender, whatever round came first.
  private List<Point> points() {
    return Stream.concat(findings.samples().points().stream(), findings.calls().keySet().stream())
        .distinct()
        .sorted(
            Comparator.comparingInt(Point::threads)
                .thenComparing(Point::load)
                .thenComparing(Point::contender))
        .toList();
  }

  private Table memory() {
    Table table = new Table("idle connection", "heap bytes", "RSS bytes");
    findings
        .footprints()
        .forEach((contender, footprint) ->
            table.add(
                contender.title(),
                footprint.heap().map(Spread::toString).orElse("-"),
                footprint.resident().toString()));
    return table;
  }

  /// Everything, for programs.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", facts);
    json.put("rounds", plan.rounds());
    json.put("warmup_ms", plan.warmup().toMillis());
    json.put("duration_ms", plan.duration().toMillis());
    json.put("loads", Arrays.stream(Load.values()).map(Report::load).toList());
    json.put("promises", findings.verdicts(plan.threads()).stream().map(Report::verdict).toList());
    json.put("passes", points().stream().map(this::point).toList());
    List<Object> memory = new ArrayList<>();
    findings
        .footprints()
        .forEach((contender, footprint) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("server", contender.title());
          row.put("connections", Plan.CROWD);
          footprint.heap().ifPresent(heap -> row.put("heap_bytes", spread(heap)));
          row.put("rss_bytes", spread(footprint.resident()));
          memory.add(row);
        });
    json.put("memory", memory);
    Map<String, Object> calls = new LinkedHashMap<>();
    findings.calls().forEach((point, figure) -> calls.put(point.toString(), figure));
    json.put("system_calls_per_message", calls);
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
    verdict.figure().ifPresent(figure -> row.put("measured", spread(figure)));
    row.put("verdict", verdict.word());
    return row;
  }

  private Map<String, Object> point(Point point) {
    Samples samples = findings.samples();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("load", point.load().title());
    row.put("server", point.contender().title());
    row.put("threads", point.threads());
    samples
        .spread(point, Sample::cpuMicros)
        .ifPresent(cpu -> row.put("cpu_us_per_message", spread(cpu)));
    row.put("rounds", samples.of(point).stream().map(Report::sample).toList());
    return row;
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("cpu_us_per_message", sample.cpuMicros());
    row.put("messages", sample.messages());
    row.put("messages_per_s", sample.perSecond());
    row.put("p50_us", sample.p50Micros());
    row.put("p99_us", sample.p99Micros());
    row.put("lost", sample.lost());
    return row;
  }

  private static Map<String, Object> spread(Spread spread) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("median", spread.median());
    row.put("min", spread.least());
    row.put("max", spread.most());
    row.put("rounds", spread.rounds());
    return row;
  }

  /// Processor time per message, a group of bars for each load and number of threads.
  String svg() {
    Map<String, List<Chart.Bar>> groups = new LinkedHashMap<>();
    for (Point point : points()) {
      String title =
          "%s: %s, %d thread%s"
              .formatted(
                  point.load().title(),
                  point.load().description(),
                  point.threads(),
                  point.threads() == 1 ? "" : "s");
      findings
          .samples()
          .spread(point, Sample::cpuMicros)
          .ifPresent(cpu ->
              groups
                  .computeIfAbsent(title, _ -> new ArrayList<>())
                  .add(
                      new Chart.Bar(
                          point.contender().title(),
                          cpu,
                          point.contender().title().startsWith("parley"))));
    }
    return Chart.svg(
        "Server CPU per message, microseconds; less is better",
        groups.entrySet().stream()
            .map(group -> new Chart.Group(group.getKey(), group.getValue()))
            .toList());
  }
}
