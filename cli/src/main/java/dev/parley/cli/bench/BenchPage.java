package dev.parley.cli.bench;

import dev.parley.cli.text.Texts;
import dev.parley.load.BenchReport;
import dev.parley.text.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/// Generates the page of `bench --report`: one HTML page with three charts, the figures, and what
/// was run where. The page loads nothing and has no scripts; all text from outside is escaped.
final class BenchPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c2430; --paper: #ffffff; --faint: #d8dde4; --line: #1769aa; --second: #b3541e; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e4e8ee; --paper: #14181e; --faint: #3a4350; --line: #6cb6f0; --second: #f0a06c; }
      }
      body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
      pre { border: 1px solid var(--faint); border-radius: 6px; padding: 1rem; overflow-x: auto; }
      svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
      .grid { stroke: var(--faint); stroke-width: 1; } .curve { fill: none; stroke: var(--line); stroke-width: 2; }
      dt { float: left; width: 6rem; clear: left; opacity: 0.7; } dd { margin: 0 0 0 6.5rem; overflow-wrap: anywhere; }
      .second { stroke: var(--second); }
      """;

  private BenchPage() {}

  /// The facts on the page besides the figures.
  ///
  /// @param at when the run ended
  /// @param command as it was typed
  /// @param notes the notes of the run
  record About(Instant at, String command, String version, List<String> notes) {
    /// Copies the lists.
    About {
      notes = List.copyOf(notes);
    }

    private String machine() {
      return Texts.text(
          "bench.page.machine",
          System.getProperty("os.name"),
          System.getProperty("os.version"),
          System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors(),
          Runtime.version());
    }

    private String html() {
      StringBuilder html = new StringBuilder("<dl>");
      entry(html, "date", at.truncatedTo(ChronoUnit.SECONDS).toString());
      entry(html, "command", command);
      entry(html, "version", version);
      entry(html, "generator", machine());
      notes.forEach(note -> entry(html, "note", note));
      return html.append("</dl>").toString();
    }

    private static void entry(StringBuilder html, String key, String value) {
      html.append("<dt>").append(name(key)).append("</dt><dd>");
      html.append(escaped(Printable.line(value))).append("</dd>\n");
    }
  }

  /// Returns the page.
  static String html(BenchReport report, About about) {
    String title = Texts.text("bench.page.title", report.load().address());
    return """
    <!doctype html>
    <html lang="%s">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <h1>%s</h1>
    <p>%s</p>
    %s
    <h2>%s</h2>
    %s
    <h2>%s</h2>
    %s
    <h2>%s</h2>
    %s
    <h2>%s</h2>
    <pre>%s</pre>
    </body>
    </html>
    """
        .formatted(
            name("language"),
            escaped(title),
            STYLE,
            escaped(title),
            escaped(BenchTable.load(report.load())),
            about.html(),
            name("rate"),
            throughput(report.parts()),
            name("latency"),
            latencies(report.parts()),
            name("percentiles"),
            percentiles(report.curve(), report.messages()),
            name("figures"),
            escaped(BenchTable.text(report)));
  }

  /// Returns the text of the page with this key.
  private static String name(String key) {
    return escaped(Texts.text("bench.page." + key));
  }

  private static String throughput(List<BenchReport.Second> parts) {
    return overTime(
        Texts.text("bench.page.rate-chart"),
        "curve",
        parts,
        BenchReport.Second::messagesPerSecond,
        BenchPage::count);
  }

  /// Draws latency over time. A part without replies has no latency; the line continues with the
  /// next one.
  private static String latencies(List<BenchReport.Second> parts) {
    return overTime(
        Texts.text("bench.page.latency-chart"),
        "curve second",
        parts.stream().filter(part -> part.messagesPerSecond() > 0).toList(),
        BenchReport.Second::p99Micros,
        BenchTable::time);
  }

  private static String overTime(
      String label,
      String style,
      List<BenchReport.Second> parts,
      ToDoubleFunction<BenchReport.Second> height,
      DoubleFunction<String> name) {
    Chart chart = new Chart(label);
    double seconds = parts.isEmpty() ? 1 : parts.getLast().endSeconds();
    double top = Chart.round(parts.stream().mapToDouble(height).max().orElse(0));
    for (int i = 0; i <= Chart.PARTS; i++) {
      double part = (double) i / Chart.PARTS;
      chart.across(part, name.apply(top * part));
      chart.down(part, "%.1f s".formatted(seconds * part));
    }
    StringJoiner points = chart.line(style);
    if (!parts.isEmpty()) {
      points.add(Chart.point(0, height.applyAsDouble(parts.getFirst()) / top));
    }
    for (BenchReport.Second part : parts) {
      points.add(Chart.point(part.endSeconds() / seconds, height.applyAsDouble(part) / top));
    }
    return chart.with(points);
  }

  /// Draws latency by percentile, both axes logarithmic: 90, 99, 99.9 % to the right, microseconds
  /// up.
  private static String percentiles(List<BenchReport.Percentile> curve, long messages) {
    Chart chart = new Chart(Texts.text("bench.page.percentiles-chart"));
    double nines = Math.max(Math.log10((double) Math.max(messages, 1)), 1);
    double least = Double.MAX_VALUE;
    double most = 1;
    for (BenchReport.Percentile point : curve) {
      least = Math.min(least, Math.max(point.micros(), 0.1));
      most = Math.max(most, point.micros());
    }
    int lowest = curve.isEmpty() ? 0 : (int) Math.floor(Math.log10(least));
    int highest = Math.max((int) Math.ceil(Math.log10(most)), lowest + 1);
    for (int power = lowest; power <= highest; power++) {
      chart.across(
          (double) (power - lowest) / (highest - lowest), BenchTable.time(Math.pow(10, power)));
    }
    int last = (int) Math.ceil(nines);
    for (int i = 0; i <= last; i++) {
      chart.down((double) i / last, i == 0 ? "0 %" : i == 1 ? "90 %" : percent(i));
    }
    StringJoiner points = chart.line("curve second");
    for (BenchReport.Percentile point : curve) {
      double up = Math.log10(Math.max(point.micros(), 0.1)) - lowest;
      points.add(Chart.point(Math.min(nines(point), nines) / last, up / (highest - lowest)));
    }
    return chart.with(points);
  }

  /// Returns how many nines a percentile has: 1 for 90 %, 2 for 99 %, infinite for 100 %. With
  /// 1,000 replies no more than three are meaningful.
  private static double nines(BenchReport.Percentile point) {
    return -Math.log10(1 - point.percent() / 100);
  }

  private static String percent(int nines) {
    return "99" + (nines > 2 ? "." + "9".repeat(nines - 2) : "") + " %";
  }

  private static String count(double number) {
    return number >= 1_000_000
        ? "%.2f M".formatted(number / 1_000_000)
        : number >= 1000 ? "%.1f k".formatted(number / 1000) : "%.0f".formatted(number);
  }

  /// Escapes text for the page, also for attributes.
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /// A chart, as SVG. Coordinates go from 0, left or bottom, to 1.
  private static final class Chart {
    static final int PARTS = 5;

    private static final int WIDTH = 800;
    private static final int HEIGHT = 260;
    private static final int LEFT = 80;
    private static final int BOTTOM = 30;
    private static final int MARGIN = 15;

    private final StringBuilder svg = new StringBuilder();

    Chart(String label) {
      svg.append(
          "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
              .formatted(WIDTH, HEIGHT, escaped(label)));
    }

    /// Returns the smallest round number above 0 that is not less than `number`.
    static double round(double number) {
      double unit = Math.pow(10, Math.floor(Math.log10(Math.max(number, 1))));
      for (double step : new double[] {1, 1.5, 2, 3, 5}) {
        if (step * unit >= number) {
          return step * unit;
        }
      }
      return 10 * unit;
    }

    private static double x(double part) {
      return LEFT + Math.clamp(part, 0, 1) * (WIDTH - LEFT - MARGIN);
    }

    private static double y(double part) {
      return HEIGHT - BOTTOM - Math.clamp(part, 0, 1) * (HEIGHT - BOTTOM - MARGIN);
    }

    static String point(double right, double up) {
      return String.format(Locale.ROOT, "%.1f,%.1f", x(right), y(up));
    }

    /// Draws a horizontal line with a label.
    void across(double up, String label) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
              LEFT,
              WIDTH - MARGIN,
              y(up),
              y(up),
              LEFT - 8,
              y(up) + 4,
              escaped(label)));
    }

    /// Adds a label below the chart.
    void down(double right, String label) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
              right < 1 ? x(right) : WIDTH - 2,
              HEIGHT - MARGIN / 2,
              right < 1 ? "middle" : "end", // the last one would not fit
              escaped(label)));
    }

    /// Starts a polyline, to which points are added.
    StringJoiner line(String style) {
      return new StringJoiner(" ", "<polyline class=\"" + style + "\" points=\"", "\"/>\n");
    }

    String with(StringJoiner line) {
      return svg.append(line).append("</svg>").toString();
    }
  }
}
