package dev.parley.cli.bench;

import dev.parley.cli.text.Texts;
import dev.parley.limit.DurationText;
import dev.parley.load.BenchReport;
import dev.parley.load.Load;
import dev.parley.load.Usage;
import java.time.Duration;
import java.util.Locale;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/// Formats the output of `bench` for people: a table, a line for each figure.
final class BenchTable {
  private static final int NAME = 22;

  private BenchTable() {}

  /// Returns the lines, without a newline at the end.
  static String text(BenchReport report) {
    Load load = report.load();
    StringBuilder text = new StringBuilder();
    line(text, "address", load.address().toString());
    line(text, "load", load(load));
    line(text, "measured-time", measured(report));
    line(text, "messages", "%,d".formatted(report.messages()));
    line(text, "rate", "%,.0f".formatted(report.messagesPerSecond()));
    line(text, "wrong", "%,d".formatted(report.wrong()));
    if (load.isDatagram()) {
      line(text, "lost", "%,d, %,d".formatted(report.lost(), report.late()));
    }
    line(text, "failed-connections", "%,d".formatted(report.failedConnections()));
    latency(text, report);
    usage(text, "server", report, report.server());
    usage(text, "generator", report, report.generator());
    BenchReport.Pace pace = report.pace();
    if (pace != null) {
      line(
          text,
          "behind-schedule",
          Texts.text(
              "bench.table.behind",
              "%,d".formatted(pace.tardy()),
              "%,d".formatted(pace.sent()),
              time(pace.mostBehindMicros())));
    }
    return text.substring(0, text.length() - 1);
  }

  private static void latency(StringBuilder text, BenchReport report) {
    if (report.messages() == 0) {
      line(text, "latency", Texts.text("bench.table.no-latency"));
      return;
    }
    BenchReport.Latency latency = report.latency();
    String title = name("latency") + " ";
    String below = " ".repeat(width(title));
    row(text, title + name("min"), time(latency.min()));
    row(text, below + name("mean"), time(latency.mean()));
    row(text, below + "p50", time(latency.p50()));
    row(text, below + "p90", time(latency.p90()));
    row(text, below + "p99", time(latency.p99()));
    row(text, below + "p99.9", time(latency.p999()));
    row(text, below + "p99.99", time(latency.p9999()));
    row(text, below + name("max"), time(latency.max()));
  }

  private static String measured(BenchReport report) {
    String seconds = "%.1f".formatted(report.seconds());
    Duration warmup = report.load().warmup();
    return warmup.isZero()
        ? Texts.text("bench.table.measured-cold", seconds)
        : Texts.text("bench.table.measured", seconds, DurationText.print(warmup));
  }

  /// Adds a row for the figure `key`.
  private static void line(StringBuilder text, String key, String value) {
    row(text, name(key), value);
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(name).append(" ".repeat(Math.max(NAME - width(name), 1))).append(value);
    text.append('\n');
  }

  private static String name(String key) {
    return Texts.text("bench.table." + key);
  }

  /// Returns the number of columns of `text` on a terminal: two for a Chinese character.
  private static int width(String text) {
    return text.codePoints().map(WCWidth::wcwidth).sum();
  }

  /// Returns the load in one line.
  static String load(Load load) {
    String key = load.isOpenLoop() ? "bench.table.open" : "bench.table.closed";
    return Texts.text(
        load.idle() == 0 ? key : key + "-idle",
        "%,d".formatted(load.connections()),
        "%,d".formatted(load.isOpenLoop() ? load.rate() : load.depth()),
        "%,d".formatted(load.size()),
        framing(load),
        "%,d".formatted(load.idle()));
  }

  private static String framing(Load load) {
    if (load.isDatagram()) {
      return name("datagrams");
    }
    String framing = load.framing().toString();
    String replies = load.replyFraming().toString();
    return framing.equals(replies) ? framing : Texts.text("bench.table.replies", framing, replies);
  }

  private static void usage(
      StringBuilder text, String who, BenchReport report, @Nullable Usage usage) {
    if (usage != null) {
      line(
          text,
          who,
          Texts.text(
              "bench.table.usage",
              "%.2f".formatted(report.cpuMicrosPerMessage(usage)),
              "%.2f".formatted(usage.cpuSeconds()),
              "%.1f".formatted(usage.rssBytes() / 1024.0 / 1024)));
    }
  }

  /// Returns a time in a readable unit.
  static String time(double micros) {
    if (micros >= 1_000_000) {
      return "%.2f s".formatted(micros / 1_000_000);
    }
    return micros >= 1000
        ? "%.2f ms".formatted(micros / 1000)
        : String.format(Locale.ROOT, "%.1f µs", micros);
  }
}
