package dev.parley.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.DatagramLimits;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.ClosedPort;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `parley bench` as a program, against correct and faulty servers.
final class BenchProgramTest {
  private static final Handler ECHO = (session, message) -> session.send(message);
  private static final Handler UPPER =
      (session, message) -> session.send(message.text().toUpperCase(Locale.ROOT));

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();

  private Server serve(String address, Framing framing, Handler handler) throws IOException {
    return Server.builder()
        .listen(address)
        .framing(framing)
        .handler(handler)
        .datagrams(DatagramLimits.defaults().withAnswersPerSecond(0))
        .events(events)
        .start();
  }

  private static Program bench(Server server, String... options) throws IOException {
    return bench(server.address().toString(), options);
  }

  private static Program bench(String address, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("bench", address));
    words.addAll(List.of(options));
    words.addAll(List.of("--warmup", "100ms", "--json"));
    if (!words.contains("--duration")) {
      words.addAll(List.of("--duration", "500ms"));
    }
    return Program.start(words.toArray(String[]::new));
  }

  /// Returns the numbers of one JSON object by their paths, such as `latency_us.p50`, without those
  /// that are null.
  private static Map<String, Double> numbers(String line) throws IOException {
    Map<String, Double> numbers = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isNumeric()) {
          String path = json.getParsingContext().pathAsPointer().toString();
          numbers.put(path.substring(1).replace('/', '.'), json.getDoubleValue());
        }
      }
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0", "unix:"})
  void aClosedLoopCountsAnswersAndFindsNoneWrong(String listen) throws Exception {
    String address = listen.equals("unix:") ? "unix:" + directory.resolve("p.sock") : listen;
    try (Server server = serve(address, Framing.line(), UPPER);
        Program bench = bench(server, "--connections", "4", "--depth", "8")) {
      Map<String, Double> figures = numbers(bench.line());
      assertEquals(0, bench.exitCode(), bench.errors().toString());
      assertTrue(figures.get("messages") > 0, figures.toString());
      assertEquals(0, figures.get("wrong"));
      assertEquals(0, figures.get("failed_connections"));
      assertTrue(figures.get("latency_us.p50") > 0, figures.toString());
      assertTrue(figures.get("latency_us.max") >= figures.get("latency_us.p99_99"));
      assertTrue(figures.get("timeline.0.messages_per_s") > 0, figures.toString());
      for (String note : List.of("answers are checked: upper", "connected 4")) {
        String fields = "\"event\":\"warning\",\"text\":\"" + note + "\",\"problem\":\"bench.";
        assertTrue(
            bench.errors().stream().anyMatch(line -> line.contains(fields)),
            bench.errors().toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"line:crlf", "raw", "length:varint", "delimiter:%7C%7C", "fixed:20", "netstring"})
  void everyFramingCarriesTheLoad(String framing) throws Exception {
    try (Server server = serve("tcp://127.0.0.1:0", Framing.parse(framing), ECHO);
        Program bench = bench(server, "--framing", framing, "--depth", "4", "--size", "20")) {
      Map<String, Double> figures = numbers(bench.line());
      assertEquals(0, bench.exitCode(), bench.errors().toString());
      assertTrue(figures.get("messages") > 0, figures.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void anOpenLoopSendsByTheClock(String listen) throws Exception {
    try (Server server = serve(listen, Framing.line(), ECHO);
        Program bench = bench(server, "--rate", "1000", "--loops", "2")) {
      Map<String, Double> figures = numbers(bench.line());
      assertEquals(0, bench.exitCode(), bench.errors().toString());
      assertTrue(figures.get("messages") > 0, figures.toString());
      assertEquals(1000, figures.get("rate"));
      assertEquals(0, figures.get("wrong"));
    }
  }

  @Test
  void theServersProcessIsChargedWhenItIsNamed() throws Exception {
    String own = Long.toString(ProcessHandle.current().pid());
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), ECHO);
        Program bench = bench(server, "--pid", own, "--depth", "32")) {
      Map<String, Double> figures = numbers(bench.line());
      assertTrue(figures.get("server.cpu_s") > 0, figures.toString());
      assertTrue(figures.get("server.cpu_us_per_message") > 0, figures.toString());
      assertTrue(figures.get("server.rss_bytes") > 0, figures.toString());
      assertTrue(figures.get("generator.cpu_s") > 0, figures.toString());
    }
  }

  @Test
  void wrongAnswersAreCountedAndBreakTheProtocol() throws Exception {
    Handler wrongEveryTenth =
        (session, message) -> {
          long count = session.traffic().messagesIn();
          session.send(count % 10 == 0 ? Message.of("wrong") : message.copy());
        };
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), wrongEveryTenth);
        Program bench = bench(server)) {
      Map<String, Double> figures = numbers(bench.line());
      assertEquals(4, bench.exitCode(), bench.errors().toString());
      double part = figures.get("wrong") / figures.get("messages");
      assertTrue(part > 0 && part <= 0.2, figures.toString());
      assertTrue(bench.errors().getLast().endsWith("wrong\"}"), bench.errors().toString());
    }
  }

  @Test
  void aServerThatDropsEveryThirdDatagramLosesThem() throws Exception {
    try (RawServer.Datagrams server = RawServer.Datagrams.open();
        Program bench =
            bench(server.address(), "--connections", "1", "--late", "50ms", "--depth", "3")) {
      Thread.ofVirtual().start(() -> answerTwoOfThree(server));
      Map<String, Double> figures = numbers(bench.line());
      assertEquals(0, bench.exitCode(), bench.errors().toString());
      assertTrue(figures.get("lost") > 0, figures.toString());
      assertTrue(figures.get("messages") > 0, figures.toString());
      assertEquals(0, figures.get("wrong"));
    }
  }

  private static void answerTwoOfThree(RawServer.Datagrams server) {
    try {
      for (int i = 1; ; i++) {
        DatagramPacket packet = server.receive();
        if (i % 3 != 0) {
          server.send(RawServer.Datagrams.text(packet), packet.getSocketAddress());
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Test
  void idleConnectionsAreOpenAndComeFromManyAddresses() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    Handler counting =
        (session, message) -> {
          asked.countDown();
          session.send(message);
        };
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), counting);
        Program bench = bench(server, "--connections", "1", "--idle", "300", "--duration", "10s")) {
      assertTrue(asked.await(Wait.SECONDS, TimeUnit.SECONDS), "the load is on");
      bench.await(line -> line.contains("\"connected 301\""));
      // The first answer used a connection of its own. The system has accepted them all; the server
      // may be a moment behind.
      long addresses =
          events.await(Event.SessionOpened.class, _ -> true, 302).stream()
              .map(e -> e.peer().substring(0, e.peer().lastIndexOf(':')))
              .filter(host -> !host.equals("127.0.0.1"))
              .distinct()
              .count();
      assertEquals(250, addresses);
    }
  }

  @Test
  void aSignalEndsTheRunAndTheFiguresSoFarAreShown() throws Exception {
    CountDownLatch underway = new CountDownLatch(20_000);
    Handler counting =
        (session, message) -> {
          underway.countDown();
          session.send(message);
        };
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), counting);
        Program bench = bench(server, "--depth", "16", "--duration", "60s")) {
      assertTrue(underway.await(Wait.SECONDS, TimeUnit.SECONDS));
      bench.await(line -> line.contains("\"connected "));
      // The warm-up of 100 ms is over once a longer run has completed.
      try (Program other = bench(server)) {
        assertTrue(numbers(other.line()).get("messages") > 0);
        assertEquals(0, other.exitCode());
      }
      bench.signal("INT");
      Map<String, Double> figures = numbers(bench.line());
      assertTrue(figures.get("messages") > 0, figures.toString());
      assertTrue(figures.get("duration_s") < 60, figures.toString());
      assertEquals(130, bench.exitCode(), bench.errors().toString());
    }
  }

  @Test
  void connectionsThatEndAreCountedAndAFailure() throws Exception {
    Handler closesSome =
        new Handler() {
          @Override
          public void received(Session session, Message message) {
            session.send(message);
            if (session.id() == 3 && session.traffic().messagesIn() == 100) {
              session.close();
            }
          }
        };
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), closesSome);
        Program bench = bench(server, "--connections", "4")) {
      Map<String, Double> figures = numbers(bench.line());
      assertEquals(1, bench.exitCode(), bench.errors().toString());
      assertEquals(1, figures.get("failed_connections"), figures.toString());
      assertTrue(figures.get("messages") > 0, figures.toString());
    }
  }

  @Test
  void aServerThatAnswersSomethingElseIsRefusedBeforeTheLoad() throws Exception {
    Handler other = (session, message) -> session.send("something else");
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), other)) {
      try (Program bench = bench(server)) {
        assertEquals(4, bench.exitCode());
        assertTrue(
            bench.errors().getLast().contains("neither the request nor its upper case"),
            bench.errors().toString());
      }
      try (Program bench = bench(server, "--expect", "echo")) {
        assertEquals(4, bench.exitCode());
        assertTrue(bench.errors().getLast().contains("a wrong first answer"));
      }
      try (Program bench = bench(server, "--expect", "any")) {
        assertTrue(numbers(bench.line()).get("messages") > 0);
        assertEquals(0, bench.exitCode(), bench.errors().toString());
      }
    }
  }

  @Test
  void everyConnectionLogsInFirst() throws Exception {
    Path key = Files.writeString(directory.resolve("key.txt"), "open sesame\n");
    Path guess = Files.writeString(directory.resolve("guess.txt"), "open barley\n");
    try (Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .security(Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("open sesame")))
            .handler(ECHO)
            .start()) {
      try (Program bench = bench(server, "--auth", "hmac-sha256", "--key-file", key.toString())) {
        assertTrue(numbers(bench.line()).get("messages") > 0);
        assertEquals(0, bench.exitCode(), bench.errors().toString());
      }
      try (Program bench = bench(server, "--auth", "hmac-sha256", "--key-file", guess.toString())) {
        assertEquals(3, bench.exitCode(), bench.errors().toString());
      }
    }
  }

  @Test
  void nobodyThereIsANetworkFailure() throws Exception {
    try (ClosedPort closed = ClosedPort.tcp();
        Program bench = bench(closed.address())) {
      assertEquals(1, bench.exitCode());
      assertEquals(1, bench.errors().size(), bench.errors().toString());
      String line = bench.errors().getFirst();
      assertTrue(line.contains("\"event\":\"failed\""), line);
      assertTrue(line.contains("\"nobody listens at " + closed.address() + "\""), line);
    }
  }

  @Test
  void aReportIsWritten() throws Exception {
    Path page = directory.resolve("report.html");
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), ECHO);
        Program bench = bench(server, "--report", page.toString())) {
      assertEquals(0, bench.exitCode(), bench.errors().toString());
      String text = Files.readString(page);
      assertTrue(text.startsWith("<!doctype html>") && text.contains("messages a second"), text);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aReportOnStdoutStandsBehindTheFigures() throws Exception {
    Path output = directory.resolve("output");
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), ECHO)) {
      List<String> words =
          new ArrayList<>(
              List.of("sh", "-c", "f=$1; shift; exec \"$@\" > \"$f\"", "sh", output.toString()));
      words.addAll(
          Program.command(
              "bench",
              server.address().toString(),
              "--duration",
              "200ms",
              "--warmup",
              "0",
              "--report",
              "/dev/stdout"));
      try (Program bench = Program.start(Map.of(), words)) {
        assertEquals(0, bench.exitCode(), bench.errors().toString());
      }
    }
    String text = Files.readString(output);
    int page = text.indexOf("<!doctype html>");
    assertTrue(page > 0 && text.substring(0, page).contains("p99.99"), text);
    assertTrue(text.endsWith("</html>\n"), text);
  }

  @Test
  void theTableIsForPeople() throws Exception {
    try (Server server = serve("tcp://127.0.0.1:0", Framing.line(), ECHO);
        Program bench =
            Program.start(
                "bench", server.address().toString(), "--duration", "200ms", "--warmup", "0")) {
      String text = new String(bench.stdout().readAllBytes(), US_ASCII);
      assertTrue(text.contains("messages a second"), text);
      assertTrue(text.contains("p99.99"), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--depth 2 --rate 5 | --depth is a closed loop and --rate an open one",
        "--depth 0 | --depth 0 is out of range; 1 to 1000000",
        "--rate 0 | --rate 0 is out of range",
        "--connections 0 | --connections 0 is out of range",
        "--size 0 | --size 0 is out of range",
        "--loops 1025 | --loops 1025 is out of range; 1 to 1024",
        "--idle -1 | --idle -1 is out of range",
        "--duration 0 | --duration must be more than zero",
        "--framing fixed:9 --size 8 | sends messages of 9 bytes, not --size 8",
        "--framing line --size 65537 | --max-message raises it",
        "--framing delimiter:ab | the delimiter needs another character",
        "--framing raw --reply-framing line --depth 2 | requests run together",
        "--expect right | 'right' is none of echo, upper, any, auto",
        "--pid 0 | --pid 0: there is no such process",
        "--pid -1 | --pid -1: there is no such process",
        "--pid 9223372036854775807 | --pid 9223372036854775807: there is no such process",
        "--pid 9223372036854775808 | invalid value for option '--pid'",
        "--pid 4194305 | --pid 4194305: there is no such process",
        "--report /nowhere/r.html | cannot write /nowhere/r.html",
        "-u --idle 1 | --idle is for streams",
        "-u --framing length | --framing is for streams",
        "-u --size 65508 | more than a datagram carries, 65507 bytes",
        "-u --size 101 --max-message 100 | --size 101 is more than --max-message 100",
      })
  void aMistakeIsOneSentenceAndExitCode2(String options, String sentence) throws Exception {
    List<String> words = new ArrayList<>(List.of("bench", "127.0.0.1:9"));
    words.addAll(List.of(options.split(" ")));
    try (Program bench = Program.start(words.toArray(String[]::new))) {
      assertEquals(2, bench.exitCode(), bench.errors().toString());
      assertEquals(1, bench.errors().size(), bench.errors().toString());
      assertTrue(bench.errors().getFirst().contains(sentence), bench.errors().toString());
    }
  }
}
