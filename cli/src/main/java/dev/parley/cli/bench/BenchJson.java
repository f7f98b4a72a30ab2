package dev.parley.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.cli.io.JsonLine;
import dev.parley.load.BenchReport;
import dev.parley.load.Load;
import dev.parley.load.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Formats the output of `bench --json`: one object on one line, with stable names.
///
/// ```json
/// {"address":"tcp://127.0.0.1:9000","framing":"line","reply_framing":"line","connections":10,"idle":0,"size":64,
///  "depth":1,"rate":null,"loops":1,"warmup_s":2.0,"duration_s":10.001,"messages":1234,"messages_per_s":123.4,
///  "wrong":0,"lost":0,"late":0,"failed_connections":0,
///  "latency_us":{"min":9.5,"mean":20.1,"p50":19.0,"p90":25.0,"p99":40.0,"p99_9":90.0,"p99_99":200.0,"max":1000.0},
///  "server":{"pid":42,"cpu_us_per_message":5.1,"cpu_s":1.2,"rss_bytes":123},
///  "generator":{"cpu_us_per_message":4.2,"cpu_s":1.0},
///  "timeline":[{"t_s":1.0,"messages_per_s":123.0,"p99_us":41.0}]}
/// ```
///
/// Over UDP the framings are null; `depth` is null if there is a `rate`, `rate` if there is a
/// `depth`, `server` without `--pid`.
final class BenchJson {
  private static final int DIGITS = 3;

  private BenchJson() {}

  /// Returns the line, without a newline at its end.
  static String line(BenchReport report) {
    return JsonLine.of(json -> {
      load(json, report.load());
      number(json, "duration_s", report.seconds());
      json.writeNumberField("messages", report.messages());
      number(json, "messages_per_s", report.messagesPerSecond());
      json.writeNumberField("wrong", report.wrong());
      json.writeNumberField("lost", report.lost());
      json.writeNumberField("late", report.late());
      json.writeNumberField("failed_connections", report.failedConnections());
      latency(json, report);
      server(json, report, report.server());
      generator(json, report, report.generator());
      timeline(json, report);
    });
  }

  private static void load(JsonGenerator json, Load load) throws IOException {
    json.writeStringField("address", load.address().toString());
    json.writeStringField("framing", load.isDatagram() ? null : load.framing().toString());
    json.writeStringField(
        "reply_framing", load.isDatagram() ? null : load.replyFraming().toString());
    json.writeNumberField("connections", load.connections());
    json.writeNumberField("idle", load.idle());
    json.writeNumberField("size", load.size());
    orNull(json, "depth", load.depth());
    orNull(json, "rate", load.rate());
    json.writeNumberField("loops", load.loops());
    number(json, "warmup_s", seconds(load.warmup()));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void orNull(JsonGenerator json, String name, int value) throws IOException {
    if (value == 0) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }

  private static void latency(JsonGenerator json, BenchReport report) throws IOException {
    if (report.messages() == 0) {
      json.writeNullField("latency_us");
      return;
    }
    BenchReport.Latency latency = report.latency();
    json.writeObjectFieldStart("latency_us");
    number(json, "min", latency.min());
    number(json, "mean", latency.mean());
    number(json, "p50", latency.p50());
    number(json, "p90", latency.p90());
    number(json, "p99", latency.p99());
    number(json, "p99_9", latency.p999());
    number(json, "p99_99", latency.p9999());
    number(json, "max", latency.max());
    json.writeEndObject();
  }

  private static void server(JsonGenerator json, BenchReport report, @Nullable Usage usage)
      throws IOException {
    if (usage == null) {
      json.writeNullField("server");
      return;
    }
    json.writeObjectFieldStart("server");
    json.writeNumberField("pid", usage.pid());
    number(json, "cpu_us_per_message", report.cpuMicrosPerMessage(usage));
    number(json, "cpu_s", usage.cpuSeconds());
    json.writeNumberField("rss_bytes", usage.rssBytes());
    json.writeEndObject();
  }

  private static void generator(JsonGenerator json, BenchReport report, @Nullable Usage usage)
      throws IOException {
    if (usage == null) {
      json.writeNullField("generator");
      return;
    }
    json.writeObjectFieldStart("generator");
    number(json, "cpu_us_per_message", report.cpuMicrosPerMessage(usage));
    number(json, "cpu_s", usage.cpuSeconds());
    json.writeEndObject();
  }

  private static void timeline(JsonGenerator json, BenchReport report) throws IOException {
    json.writeArrayFieldStart("timeline");
    for (BenchReport.Second second : report.timeline()) {
      json.writeStartObject();
      number(json, "t_s", second.endSeconds());
      number(json, "messages_per_s", second.messagesPerSecond());
      if (second.messagesPerSecond() == 0) {
        json.writeNullField("p99_us");
      } else {
        number(json, "p99_us", second.p99Micros());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Writes three decimals and no exponent, for readers in all languages.
  private static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeNumberField(name, new BigDecimal(value).setScale(DIGITS, RoundingMode.HALF_UP));
  }
}
