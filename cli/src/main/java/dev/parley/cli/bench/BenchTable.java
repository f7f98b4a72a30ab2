package dev.parley.cli.bench;

import dev.parley.limit.DurationText;
import dev.parley.load.BenchReport;
import dev.parley.load.Load;
import dev.parley.load.Usage;
import java.util.Locale;
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
    line(
        text,
        "measured",
        "%.1f s, after %s of warm-up"
            .formatted(report.seconds(), DurationText.print(load.warmup()).replace("off", "none")));
    line(text, "messages", "%,d".formatted(report.messages()));
    line(text, "messages a second", "%,.0f".formatted(report.messagesPerSecond()));
    line(text, "wrong", "%,d".formatted(report.wrong()));
    if (load.isDatagram()) {
      line(text, "lost, late", "%,d, %,d".formatted(report.lost(), report.late()));
    }
    line(text, "failed connections", "%,d".formatted(report.failedConnections()));
    latency(text, report);
    usage(text, "server", report, report.server());
    usage(text, "generator", report, report.generator());
    BenchReport.Pace pace = report.pace();
    if (pace != null) {
      line(
          text,
          "behind schedule",
          "%,d of %,d by more than 1 ms, at most %s"
              .formatted(pace.tardy(), pace.sent(), time(pace.mostBehindMicros())));
    }
    return text.substring(0, text.length() - 1);
  }

  private static void latency(StringBuilder text, BenchReport report) {
    if (report.messages() == 0) {
      line(text, "latency", "none, as no answer came");
      return;
    }
    BenchReport.Latency latency = report.latency();
    line(text, "latency min", time(latency.min()));
    line(text, "        mean", time(latency.mean()));
    line(text, "        p50", time(latency.p50()));
    line(text, "        p90", time(latency.p90()));
    line(text, "        p99", time(latency.p99()));
    line(text, "        p99.9", time(latency.p999()));
    line(text, "        p99.99", time(latency.p9999()));
    line(text, "        max", time(latency.max()));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(" ".repeat(Math.max(NAME - name.length(), 1))).append(value);
    text.append('\n');
  }

  /// Returns the load in one line.
  static String load(Load load) {
    String how =
        load.isOpenLoop()
            ? "%,d a second".formatted(load.rate())
            : "%,d in flight each".formatted(load.depth());
    String idle = load.idle() == 0 ? "" : ", %,d idle".formatted(load.idle());
    return "%,d connections%s, %s, %,d bytes, %s"
        .formatted(load.connections(), idle, how, load.size(), framing(load));
  }

  private static String framing(Load load) {
    if (load.isDatagram()) {
      return "datagrams";
    }
    String framing = load.framing().toString();
    String replies = load.replyFraming().toString();
    return framing.equals(replies) ? framing : framing + ", replies " + replies;
  }

  private static void usage(
      StringBuilder text, String who, BenchReport report, @Nullable Usage usage) {
    if (usage != null) {
      line(
          text,
          who + " CPU",
          "%.2f µs a message, %.2f s, %.1f MiB"
              .formatted(
                  report.cpuMicrosPerMessage(usage),
                  usage.cpuSeconds(),
                  usage.rssBytes() / 1024.0 / 1024));
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
