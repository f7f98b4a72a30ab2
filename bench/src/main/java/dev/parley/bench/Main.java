package dev.parley.bench;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The program that bench/run starts: compares Parley with its peers. The first argument is the
/// repository; the others are parsed by [Plan].
final class Main {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private Main() {}

  static void main(String[] arguments) throws InterruptedException {
    Place place = new Place(Path.of(arguments[0]));
    try {
      run(place, Plan.parse(Arrays.copyOfRange(arguments, 1, arguments.length)));
    } catch (IllegalArgumentException e) {
      System.err.println("bench/run: " + e.getMessage() + "; see bench/run --help");
      System.exit(USAGE);
    } catch (IOException e) {
      System.err.println("bench/run: " + e.getMessage());
      System.exit(FAILURE);
    }
  }

  private static void run(Place place, Plan plan) throws IOException, InterruptedException {
    switch (plan.action()) {
      case HELP -> System.out.print(Plan.USAGE);
      case LIST -> list(plan);
      case CODECS -> Codecs.run(results(place, "codecs", "csv"));
      case ATTACKS -> attack(place, plan);
      case MEASURE -> measure(place, plan);
    }
  }

  private static void list(Plan plan) {
    if (plan.wantsStarts()) {
      System.out.println("start");
    }
    plan.heats()
        .forEach(heat -> heat.points().forEach(point -> System.out.println(heat.row(point))));
    if (plan.wantsJoins()) {
      System.out.println(Plan.JOIN);
    }
    plan.memoryContenders().forEach(one -> System.out.println(Plan.memoryName(one)));
    if (plan.wantsArrivals()) {
      System.out.println(Plan.ARRIVALS);
    }
    if (plan.wantsTraces()) {
      System.out.println(Plan.TRACES_LEFT);
    }
    if (plan.wantsLayers()) {
      System.out.println(Plan.LAYER_COSTS);
    }
    plan.callPoints().forEach(point -> System.out.println(Plan.callName(point)));
    plan.trials().forEach(trial -> System.out.println(Plan.trialName(trial)));
  }

  private static void measure(Place place, Plan plan) throws IOException, InterruptedException {
    try (Children children = new Children()) {
      Map<String, Object> facts = facts(place, children, plan);
      Machine.busyness().ifPresent(System.err::println);
      System.err.println("takes about " + (plan.estimate().toSeconds() / 60 + 1) + " minutes");
      Findings findings = new Run(place, children, plan).measure();
      if (findings.isEmpty()) {
        throw new IOException("nothing was measured");
      }
      Report report = new Report(plan, facts, findings);
      System.out.print(report.text());
      Path json = results(place, "run", "json");
      Files.writeString(json, Json.write(report.json()));
      String name = json.getFileName().toString().replace(".json", "");
      Files.writeString(json.resolveSibling(name + ".md"), report.text());
      Files.writeString(json.resolveSibling(name + ".svg"), report.svg());
      System.err.println("written: " + json + ", .md, .svg");
    }
  }

  private static Map<String, Object> facts(Place place, Children children, Plan plan)
      throws IOException, InterruptedException {
    Map<String, Object> facts = new LinkedHashMap<>(Machine.describe(place, children));
    if (plan.against().isPresent()) {
      try {
        Path other = plan.against().get().toRealPath();
        Place _ = place.withContendersOf(other);
        facts.put("against", Machine.revision(place, children, other));
      } catch (Unavailable e) {
        throw new IOException(e.why(), e);
      }
    }
    return facts;
  }

  private static void attack(Place place, Plan plan) throws IOException, InterruptedException {
    try (Children children = new Children()) {
      Map<String, Object> facts = Machine.describe(place, children);
      Machine.busyness().ifPresent(System.err::println);
      AttackRun run = new AttackRun(place, children, plan);
      run.measure();
      System.out.print(run.text(facts));
      Path json = results(place, "attacks", "json");
      Files.writeString(json, Json.write(run.json(facts)));
      String name = json.getFileName().toString().replace(".json", ".md");
      Files.writeString(json.resolveSibling(name), run.text(facts));
      System.err.println("written: " + json + ", .md");
    } catch (Unavailable e) {
      throw new IOException(e.why(), e);
    }
  }

  private static Path results(Place place, String kind, String ending) throws IOException {
    String name = kind + "-" + STAMP.format(Clock.system().now()) + "." + ending;
    return place.results().resolve(name);
  }
}
