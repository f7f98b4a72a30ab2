package dev.parley.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.io.OutputQueue;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Traffic;
import dev.parley.session.Transport;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server's stderr while strangers cause large numbers of events.
final class ReportTest {
  private static final Address UDP = Address.parse("udp://127.0.0.1:9000");
  private static final Address TCP = Address.parse("tcp://127.0.0.1:9000");
  private static final int STORM = 100_000;

  private final AtomicLong nanos = new AtomicLong();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return nanos.get();
        }

        @Override
        public Instant now() {
          return Instant.ofEpochSecond(0, nanos.get());
        }
      };

  private Report report(EventText.Detail detail, boolean isJson) {
    OutputQueue.Sink sink =
        bytes -> {
          ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
          written.write(copy.array(), 0, copy.limit());
        };
    return new Report(new EventText(detail, false), isJson, clock, sink);
  }

  private List<String> linesOf(Report report) throws InterruptedException {
    report.close();
    return written.toString(UTF_8).lines().toList();
  }

  private static Event opened(int i, Transport transport) {
    return new Event.SessionOpened(
        i, transport, "10.0.0.1:" + i, null, transport == Transport.UDP ? UDP : TCP);
  }

  private static Event closed(int i, Transport transport, CloseReason reason) {
    return new Event.SessionClosed(
        i,
        transport,
        "10.0.0.1:" + i,
        null,
        reason,
        Problem.text("why"),
        Duration.ofMillis(1),
        new Traffic(1, 8, 1, 9));
  }

  /// Reports a datagram from each of STORM forged senders: each evicts the one before.
  private static void flood(Report report) {
    for (int i = 0; i < STORM; i++) {
      report.accept(opened(i, Transport.UDP));
      report.accept(closed(i, Transport.UDP, CloseReason.EVICTED));
      report.accept(new Event.DatagramRefused(UDP, "10.0.0.2:" + i, 7, Problem.text("why")));
    }
  }

  private static long number(String line, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(line);
    assertTrue(matcher.find(), line + " has no " + pattern);
    return Long.parseLong(matcher.group(1));
  }

  private static long count(List<String> lines, Predicate<String> which) {
    return lines.stream().filter(which).count();
  }

  @Test
  void jsonOfAFloodIsSomeKilobytesWithRightSums() throws Exception {
    Report report = report(EventText.Detail.NORMAL, true);
    flood(report);
    List<String> lines = linesOf(report);
    assertTrue(written.size() < 20_000, written.size() + " bytes");
    for (String[] kind :
        new String[][] {
          {"udp-peers-opened", "session-opened"},
          {"udp-peers-closed", "session-closed"},
          {"datagrams-refused", "datagram-refused"}
        }) {
      long shown = count(lines, line -> line.contains("\"event\":\"" + kind[1] + "\""));
      List<String> sums =
          lines.stream()
              .filter(
                  line -> line.contains("\"event\":\"suppressed\",\"kind\":\"" + kind[0] + "\""))
              .toList();
      assertEquals(1, sums.size(), kind[0]);
      assertEquals(20, shown, kind[0]);
      assertEquals(STORM, shown + number(sums.getFirst(), "\"count\":(\\d+)"), kind[0]);
    }
    String closed = lines.stream().filter(l -> l.contains("udp-peers-closed")).findAny().get();
    assertEquals(STORM - 20, number(closed, "\"reasons\":\\{\"evicted\":(\\d+)}"));
    assertEquals(STORM - 20, number(closed, "\"messages_in\":(\\d+)"));
    assertEquals(8L * (STORM - 20), number(closed, "\"bytes_in\":(\\d+)"));
    assertEquals(9L * (STORM - 20), number(closed, "\"bytes_out\":(\\d+)"));
    String refused = lines.stream().filter(l -> l.contains("datagrams-refused")).findAny().get();
    assertEquals(7L * (STORM - 20), number(refused, "\"bytes\":(\\d+)"));
  }

  @ParameterizedTest
  @CsvSource({"VERBOSE, 60, 3", "NORMAL, 10, 2", "QUIET, 0, 0"})
  void textOfAFloodIsSomeLinesWithRightSums(EventText.Detail detail, int shown, int sums)
      throws Exception {
    Report report = report(detail, false);
    flood(report);
    List<String> lines = linesOf(report);
    assertTrue(written.size() < 10_000, written.size() + " bytes");
    assertEquals(shown + sums, lines.size(), lines.toString());
    long told = 0;
    for (String line : lines) {
      told +=
          line.contains(" more ") && line.contains(" within ") ? number(line, "(\\d+) more") : 1;
    }
    int kinds = sums;
    assertEquals((long) kinds * STORM, told);
  }

  @ParameterizedTest
  @CsvSource({
    "true, VERBOSE, 20, 1000",
    "false, VERBOSE, 20, 1000",
    "false, NORMAL, 5, 0",
    "false, QUIET, 0, 0"
  })
  void stormsOfStreamsAreCountedToo(
      boolean isJson, EventText.Detail detail, int shown, int sessions) throws Exception {
    Report report = report(detail, isJson);
    InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    for (int i = 0; i < STORM; i++) {
      report.accept(new Event.PeerRefused(TCP, peer, Problem.text("maxSessions"), 1));
      report.accept(closed(i, Transport.TCP, CloseReason.LOGIN_REFUSED));
      report.accept(closed(i, Transport.TCP, CloseReason.FRAME_MALFORMED));
      report.accept(opened(i, Transport.TCP));
      report.accept(closed(i, Transport.TCP, CloseReason.PEER_CLOSED));
    }
    List<String> lines = linesOf(report);
    int sums = (shown > 0 ? 3 : 0) + (sessions > 0 ? 2 : 0);
    assertEquals(3 * shown + 2 * sessions + sums, lines.size());
  }

  @Test
  void aFloodOfDatagramsHidesNoStream() throws Exception {
    for (boolean isJson : new boolean[] {true, false}) {
      written.reset();
      Report report = report(EventText.Detail.VERBOSE, isJson);
      flood(report);
      report.accept(opened(777_777, Transport.TCP));
      assertEquals(1, count(linesOf(report), line -> line.contains("10.0.0.1:777777")));
    }
  }

  /// The end of a storm causes no event.
  @Test
  void theSumsOfAStormAreToldWithoutAnotherEvent() throws Exception {
    for (boolean isJson : new boolean[] {true, false}) {
      written.reset();
      Report report = report(EventText.Detail.NORMAL, isJson);
      flood(report);
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
      report.tellSums();
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
      report.tellSums();
      report.tellSums();
      int kinds = isJson ? 3 : 2;
      String mark = isJson ? "\"seconds\":60" : "within 1m";
      assertEquals(kinds, count(linesOf(report), line -> line.contains(mark)));
    }
  }

  @Test
  void afterAMinuteTheNextOnesAreShown() throws Exception {
    Report report = report(EventText.Detail.NORMAL, true);
    flood(report);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
    report.accept(opened(777_777, Transport.UDP));
    assertEquals(1, count(linesOf(report), line -> line.contains("10.0.0.1:777777")));
  }
}
