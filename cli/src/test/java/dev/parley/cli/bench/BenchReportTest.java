package dev.parley.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.command.Failure;
import dev.parley.cli.io.OpenFiles;
import dev.parley.frame.Framing;
import dev.parley.load.BenchReport;
import dev.parley.load.Expectation;
import dev.parley.load.Load;
import dev.parley.load.Usage;
import dev.parley.problem.Problem;
import dev.parley.session.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The results as table, JSON and page.
final class BenchReportTest {
  private static Load load(String address, int depth, int rate) {
    return new Load(
        Address.parse(address),
        Framing.length(),
        Framing.raw(),
        100,
        7,
        64,
        depth,
        rate,
        1,
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Expectation.ECHO);
  }

  private static final BenchPage.About ABOUT =
      new BenchPage.About(
          Instant.parse("2026-11-29T04:10:00.123Z"),
          "parley bench -c 100 <&>",
          "parley 0.1.0",
          List.of("5 answers were wrong"));

  private static BenchReport report(Load load, Usage server) {
    return report(load, server, 2_000_000);
  }

  private static BenchReport report(Load load, Usage server, long messages) {
    return new BenchReport(
        load,
        10,
        messages,
        1,
        2,
        3,
        4,
        0,
        load.isOpenLoop() ? new BenchReport.Pace(2_000_000, 40_000, 2500) : null,
        new BenchReport.Latency(1, 2.5, 3, 4, 5, 6, 7, 8),
        List.of(
            new BenchReport.Percentile(0, 1),
            new BenchReport.Percentile(90, 4),
            new BenchReport.Percentile(100, 8)),
        server,
        new Usage(1, 1, 1 << 20),
        List.of(new BenchReport.Second(1, 199_000.5, 5), new BenchReport.Second(2, 201_000, 5)),
        List.of(new BenchReport.Second(0.1, 199_000.5, 5), new BenchReport.Second(2, 0, 0)));
  }

  @Test
  void theNamesOfTheJsonAreStable() {
    BenchReport report = report(load("tcp://127.0.0.1:9000", 8, 0), new Usage(42, 10, 123));
    assertEquals(
        """
        {"address":"tcp://127.0.0.1:9000","framing":"length:4be","reply_framing":"raw",\
        "connections":100,"idle":7,"size":64,"depth":8,"rate":null,"loops":1,\
        "warmup_s":2.000,"duration_s":10.000,"messages":2000000,"messages_per_s":200000.000,\
        "wrong":1,"lost":2,"late":3,"failed_connections":4,\
        "latency_us":{"min":1.000,"mean":2.500,"p50":3.000,"p90":4.000,"p99":5.000,\
        "p99_9":6.000,"p99_99":7.000,"max":8.000},\
        "server":{"pid":42,"cpu_us_per_message":5.000,"cpu_s":10.000,"rss_bytes":123},\
        "generator":{"cpu_us_per_message":0.500,"cpu_s":1.000},\
        "timeline":[{"t_s":1.000,"messages_per_s":199000.500,"p99_us":5.000},\
        {"t_s":2.000,"messages_per_s":201000.000,"p99_us":5.000}]}\
        """,
        BenchJson.line(report));
  }

  @Test
  void whatDoesNotApplyIsNull() {
    String line = BenchJson.line(report(load("udp://127.0.0.1:9000", 0, 50_000), null));
    assertTrue(line.contains("\"framing\":null,\"reply_framing\":null,"), line);
    assertTrue(line.contains("\"depth\":null,\"rate\":50000,"), line);
    assertTrue(line.contains("\"server\":null,"), line);
  }

  @Test
  void theTableHasALineForEachFigure() {
    String text = BenchTable.text(report(load("udp://127.0.0.1:9000", 0, 50_000), null));
    assertTrue(text.contains("\nlost, late            2, 3\n"), text);
    assertTrue(text.contains("p99.99"), text);
    assertTrue(text.contains("behind schedule"), text);
    assertFalse(text.endsWith("\n"));
  }

  @Test
  void aGeneratorThatFellBehindSaysSo() {
    List<String> remarks =
        BenchChecks.remarks(report(load("udp://127.0.0.1:9000", 0, 50_000), null)).stream()
            .map(Problem::toString)
            .toList();
    assertTrue(
        remarks.stream().anyMatch(line -> line.startsWith("this generator fell behind: 2")),
        remarks.toString());
  }

  @Test
  void thePageIsWholeAndHasNothingToFetch() {
    String page =
        BenchPage.html(report(load("tcp://127.0.0.1:9000", 8, 0), new Usage(42, 1, 1)), ABOUT);
    assertTrue(page.startsWith("<!doctype html>"), page);
    assertTrue(page.strip().endsWith("</html>"), page);
    assertEquals(3, page.split("<polyline", -1).length - 1);
    assertTrue(page.contains("prefers-color-scheme: dark"));
    assertFalse(page.matches("(?s).*(<script|<link|<img|href=|src=|url\\(|@import|http).*"), page);
    assertFalse(page.contains("NaN"), page);
  }

  @Test
  void thePageOfARunWithoutAnswersIsWholeToo() {
    BenchReport nothing =
        new BenchReport(
            load("tcp://127.0.0.1:9000", 1, 0),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            null,
            new BenchReport.Latency(0, 0, 0, 0, 0, 0, 0, 0),
            List.of(),
            null,
            null,
            List.of(),
            List.of());
    String page = BenchPage.html(nothing, ABOUT);
    assertFalse(page.matches("(?s).*(NaN|Infinity).*"), page);
  }

  @Test
  void withoutAnswersThereIsNoLatency() {
    BenchReport nothing = report(load("tcp://127.0.0.1:9000", 1, 0), null, 0);
    String table = BenchTable.text(nothing);
    assertTrue(table.contains("\nlatency               none, as no answer came\n"), table);
    assertFalse(table.contains("p50"), table);
    assertTrue(BenchJson.line(nothing).contains("\"latency_us\":null"), BenchJson.line(nothing));
  }

  @Test
  void thePageSaysWhatWasRunWhenAndWhere() {
    String page = BenchPage.html(report(load("tcp://127.0.0.1:9000", 8, 0), null), ABOUT);
    assertTrue(page.contains("<dd>2026-11-29T04:10:00Z</dd>"), page);
    assertTrue(page.contains("<dd>parley bench -c 100 &lt;&amp;&gt;</dd>"), page);
    assertTrue(page.contains("<dd>parley 0.1.0</dd>"), page);
    assertTrue(page.contains("<dd>5 answers were wrong</dd>"), page);
    assertTrue(page.contains(" processors, Java "), page);
  }

  @Test
  void moreConnectionsThanOpenFilesAreRefused() {
    Load load = load("tcp://127.0.0.1:9000", 1, 0); // 107 connections, one loop
    BenchChecks.checkOpenFiles(load, new OpenFiles(8, 150));
    Failure refused =
        assertThrows(Failure.class, () -> BenchChecks.checkOpenFiles(load, new OpenFiles(8, 149)));
    assertEquals(
        "107 connections need 150 open files, and `ulimit -n` allows 149; raise it, or lower"
            + " --connections or --idle",
        refused.sentence());
  }

  @Test
  void theLimitOfOpenFilesIsTheOneInForce() {
    List<String> limits =
        List.of(
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max open files            1024                 524288               files     ");
    assertEquals(1024, OpenFiles.most(limits));
    assertThrows(NumberFormatException.class, () -> OpenFiles.most(List.of()));
  }

  @Test
  void whatComesFromOutsideIsEscaped() {
    String page =
        BenchPage.html(report(load("unix:/tmp/<script>alert('1')</script>&\"", 1, 0), null), ABOUT);
    assertFalse(page.contains("<script"), page);
    assertTrue(
        page.contains("/tmp/&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;"), page);
  }

  @Test
  void timesHaveTheUnitThatPeopleWouldChoose() {
    assertEquals("9.5 µs", BenchTable.time(9.5));
    assertEquals("999.9 µs", BenchTable.time(999.9));
    assertEquals("1.00 ms", BenchTable.time(1000));
    assertEquals("2.50 s", BenchTable.time(2_500_000));
  }

  @Test
  void theBarIsFullAtTheEndAndNeverMore() {
    assertTrue(BenchNotes.bar(0).startsWith("[░"));
    assertTrue(BenchNotes.bar(0.5).contains("█░"));
    assertEquals(BenchNotes.bar(1), BenchNotes.bar(1.5));
  }
}
