package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.RawServer.Datagrams;
import dev.parley.cli.RawServer.Peer;
import dev.parley.testing.ClosedPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `parley connect` in a pipe, as a separate process, against servers without any Parley code.
final class ConnectProgramTest {
  @TempDir Path directory;
  @AutoClose private final RawServer server = RawServer.open();

  private Program connect(String... options) throws IOException {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "connect";
    arguments[1] = server.address();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return Program.start(arguments);
  }

  private static String output(Program program) throws IOException {
    return new String(program.stdout().readAllBytes(), UTF_8);
  }

  /// Types all of the input and ends it.
  private static void pipe(String text, Program program) throws IOException {
    program.type(text);
    program.endInput();
  }

  @Test
  void linesGoOutAndTheAnswerThatComesAfterTheEndOfInputIsPrinted() throws Exception {
    try (Program program = connect();
        Peer peer = accept(program, "hello\nlast")) {
      assertEquals("hello\nlast\n", peer.restText());
      peer.send("HELLO\nLAST").hangUp();
      assertEquals("HELLO\nLAST\n", output(program));
      assertEquals(List.of(), program.errors());
      assertEquals(0, program.exitCode());
    }
  }

  private Peer accept(Program program, String input) throws IOException {
    Peer peer = server.accept();
    pipe(input, program);
    return peer;
  }

  @Test
  void aServerThatOnlyListensGetsAllOfAStream() throws Exception {
    byte[] all = new byte[5_000_000];
    new Random(7).nextBytes(all);
    Path file = Files.write(directory.resolve("bytes"), all);
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <'" + file + "'", "sh"));
    command.addAll(Program.command("connect", server.address(), "--framing", "stream"));
    try (Program program = Program.start(Map.of(), command);
        Peer peer = server.accept()) {
      peer.endOutput();
      assertArrayEquals(all, peer.rest());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void hostAndPortMayBeTwoWords() throws Exception {
    try (Program program =
            Program.start("connect", "127.0.0.1", Integer.toString(server.port()), "-4", "-v");
        Peer peer = accept(program, "")) {
      peer.send("hello\n").hangUp();
      assertEquals(0, program.exitCode());
      assertEquals(
          List.of(
              "parley: connected to " + server.address(),
              "parley: the server closed the conversation"),
          program.errors());
    }
  }

  @Test
  void theServerClosingEndsItThoughTheInputIsOpen() throws Exception {
    try (Program program = connect()) {
      server.accept().send("bye\n").hangUp();
      assertEquals("bye\n", output(program));
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void nobodyThereIsOneSentence() throws Exception {
    server.close();
    try (Program program = connect()) {
      assertEquals(1, program.exitCode());
      assertEquals(List.of("parley: nobody listens at " + server.address()), program.errors());
      assertEquals("", output(program));
    }
  }

  @Test
  void aResetIsANetworkFailureAndWhatCameBeforeIsPrinted() throws Exception {
    try (Program program = connect();
        Peer peer = server.accept()) {
      peer.send("half\n");
      program.awaitStdout("half\n");
      peer.reset();
      assertEquals(1, program.exitCode());
      assertEquals(List.of("parley: the peer reset the connection"), program.errors());
    }
  }

  @Test
  void emptyLinesAreSkippedWithOneNoteWhereTheStreamHasNoFraming() throws Exception {
    try (Program program = connect("--framing", "raw");
        Peer peer = accept(program, "\na\n\n\nb\n")) {
      assertEquals("a", peer.receiveText(1));
      peer.send("A");
      assertEquals("b", peer.receiveText(1));
      peer.send("B").hangUp();
      assertEquals(0, program.exitCode());
      assertEquals(1, program.errors().size());
    }
  }

  @Test
  void emptyLinesAreMessagesWithAFraming() throws Exception {
    try (Program program = connect("--framing", "length:4le", "--reply-framing", "raw");
        Peer peer = accept(program, "hi\n\n")) {
      assertArrayEquals(new byte[] {2, 0, 0, 0, 'h', 'i', 0, 0, 0, 0}, peer.rest());
      peer.send("HI").hangUp();
      assertEquals("HI\n", output(program));
      assertEquals(List.of(), program.errors());
    }
  }

  @Test
  void aStreamPassesBytesUntouchedBothWays() throws Exception {
    byte[] bytes = new byte[200_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((i * 31) >> 3);
    }
    Path file = directory.resolve("bytes");
    Files.write(file, bytes);
    ProcessBuilder builder =
        new ProcessBuilder(Program.command("connect", server.address(), "--framing", "stream"));
    Process process = builder.redirectInput(file.toFile()).start();
    try (Peer peer = server.accept()) {
      assertArrayEquals(bytes, peer.rest());
      peer.send(bytes).hangUp();
      assertArrayEquals(bytes, process.getInputStream().readAllBytes());
      assertEquals(0, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theReadyHandshakeSendsLengthThenWaitsThenBytes() throws Exception {
    try (Program program = connect("--framing", "ready", "--reply-framing", "raw");
        Peer peer = accept(program, "hello\n")) {
      assertEquals("5", peer.receiveText(1));
      peer.send("ready");
      assertEquals("hello", peer.receiveText(5));
      peer.send("HELLO").hangUp();
      assertEquals("HELLO\n", output(program));
    }
  }

  @Test
  void nothingIsReadAfterAQuitWordAndRepliesAreReadToTheEnd() throws Exception {
    try (Program program = connect("--framing", "raw", "--quit-word", "q", "--quit-word", "Q");
        Peer peer = server.accept()) {
      program.type("Q\nnever\n");
      assertEquals("Q", peer.restText());
      peer.send("bye").hangUp();
      assertEquals("bye\n", output(program));
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aMessageThatCannotBeSentIsNamedAndTheOthersAreSent() throws Exception {
    try (Program program = connect("--hex");
        Peer peer = accept(program, "41\n4x\n42\n")) {
      assertEquals("A\nB\n", peer.restText());
      peer.hangUp();
      assertEquals(2, program.exitCode());
      assertTrue(program.errors().getFirst().startsWith("parley: line 2 of the input: no hex"));
    }
  }

  @Test
  void hexOutOfAPipeIsALineAMessage() throws Exception {
    try (Program program = connect("--hex", "--framing", "length:1be");
        Peer peer = accept(program, "ff00\n")) {
      assertArrayEquals(new byte[] {2, -1, 0}, peer.rest());
      peer.send(new byte[] {2, 0, -2, 0}).hangUp();
      assertEquals("00 fe\n\n", output(program));
    }
  }

  @Test
  void aStampStandsBeforeEachMessage() throws Exception {
    try (Program program = connect("--stamp", "--framing", "raw");
        Peer peer = accept(program, "text\n")) {
      String sent = peer.restText();
      assertTrue(
          sent.matches(
              "\\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}]:text"),
          sent);
    }
  }

  @Test
  void jsonIsAnObjectALineOnBothStreams() throws Exception {
    try (Program program = connect("--json");
        Peer peer = accept(program, "")) {
      peer.send("hi\n\u001b\n").hangUp();
      List<String> lines = output(program).lines().toList();
      assertTrue(
          lines
              .get(0)
              .endsWith(
                  "\"direction\":\"in\",\"peer\":\"" + server.address() + "\",\"text\":\"hi\"}"));
      assertTrue(lines.get(1).endsWith("\"base64\":\"Gw==\"}"), lines.get(1));
      assertEquals(2, lines.size());
      List<String> events = program.errors();
      assertTrue(events.get(0).contains("\"event\":\"connected\",\"peer\":\"" + server.address()));
      assertTrue(events.get(1).contains("\"event\":\"ended\",\"exit_code\":0"), events.get(1));
    }
  }

  @Test
  void aTranscriptHoldsBothSides() throws Exception {
    Path file = directory.resolve("talk.jsonl");
    try (Program program = connect("--transcript", file.toString());
        Peer peer = accept(program, "hello\n")) {
      peer.rest();
      peer.send("HELLO\n").hangUp();
      assertEquals(0, program.exitCode());
    }
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(0).contains("\"direction\":\"out\""), lines.get(0));
    assertTrue(lines.get(0).endsWith("\"text\":\"hello\"}"), lines.get(0));
    assertTrue(lines.get(1).contains("\"direction\":\"in\""), lines.get(1));
    assertTrue(lines.get(1).endsWith("\"text\":\"HELLO\"}"), lines.get(1));
    assertEquals(2, lines.size());
  }

  @Test
  void aServerThatSaysNothingForTheTimeoutIsGivenUp() throws Exception {
    try (Program program = connect("--timeout", "300ms");
        Peer peer = accept(program, "hello\n")) {
      assertEquals(1, program.exitCode());
      assertEquals(List.of("parley: the server said nothing for 300ms"), program.errors());
      assertEquals("hello\n", peer.receiveText(6));
    }
  }

  @Test
  void aServerThatBreaksTheProtocolIsExitCode4() throws Exception {
    try (Program program = connect("--framing", "netstring");
        Peer peer = server.accept()) {
      peer.send("HTTP/1.1 400 Bad Request\r\n");
      assertEquals(4, program.exitCode());
      assertTrue(program.errors().getFirst().startsWith("parley: the server broke the protocol: "));
    }
  }

  @Test
  void aReaderThatLeavesEndsItAndThatIsNoSuccess() throws Exception {
    try (Program program = connect();
        Peer peer = server.accept()) {
      peer.send("one\n");
      program.awaitStdout("one\n");
      program.stdout().close();
      peer.send("two\n");
      assertEquals("", peer.restText());
      peer.hangUp();
      assertEquals(1, program.exitCode());
      assertEquals(
          List.of("parley: cannot write the output: nobody reads it any more"), program.errors());
    }
  }

  @Test
  void signalsHaveTheirExitCodes() throws Exception {
    try (Program program = connect("-v")) {
      program.await(line -> line.contains("connected"));
      program.signal("TERM");
      assertEquals(143, program.exitCode());
    }
    try (Program program = connect("-v")) {
      program.await(line -> line.contains("connected"));
      program.signal("INT");
      assertEquals(130, program.exitCode());
    }
  }

  @Test
  void aPipeNeedsNoLineEditor() throws Exception {
    Path log = directory.resolve("classes");
    List<String> command = new ArrayList<>(Program.command("connect", server.address()));
    command.add(1, "-Xlog:class+load:file=" + log);
    try (Program program = Program.start(Map.of(), command)) {
      server.accept().send("hello\n").hangUp();
      assertEquals(0, program.exitCode());
    }
    String classes = Files.readString(log);
    assertTrue(classes.contains("dev.parley.cli.connect.PipeInput"));
    assertFalse(classes.contains("org.jline.terminal"));
    assertFalse(classes.contains("org.jline.reader.impl"));
  }

  // Datagrams.

  @Test
  void lateDatagramsArePrintedEachStartingTheWaitAnew() throws Exception {
    try (Datagrams peer = Datagrams.open();
        Program program = Program.start("connect", peer.address(), "--wait", "3s");
        ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1)) {
      pipe("a\nb\n", program);
      DatagramPacket first = peer.receive();
      assertEquals("a", Datagrams.text(first));
      assertEquals("b", Datagrams.text(peer.receive()));
      Future<?> a = later.schedule(() -> answer("A", peer, first), 1800, TimeUnit.MILLISECONDS);
      Future<?> b = later.schedule(() -> answer("B", peer, first), 3600, TimeUnit.MILLISECONDS);
      assertEquals("A\nB\n", output(program));
      assertEquals(0, program.exitCode());
      a.get();
      b.get();
    }
  }

  private static Void answer(String text, Datagrams peer, DatagramPacket to) throws IOException {
    peer.send(text, to.getSocketAddress());
    return null;
  }

  @Test
  void anEmptyLineIsAnEmptyDatagramAndSoIsItsAnswer() throws Exception {
    try (Datagrams peer = Datagrams.open();
        Program program = Program.start("connect", peer.address(), "--wait", "3s")) {
      pipe("\n", program);
      DatagramPacket empty = peer.receive();
      assertEquals(0, empty.getLength());
      peer.send("", empty.getSocketAddress());
      assertEquals("\n", output(program));
    }
  }

  @Test
  void nobodyAtADatagramPortIsANetworkFailure() throws Exception {
    try (ClosedPort closed = ClosedPort.udp();
        Program program = Program.start("connect", closed.address())) {
      pipe("a\n", program);
      assertEquals(1, program.exitCode());
      String why = "parley: nobody listens at the peer's port";
      List<String> errors = program.errors();
      assertEquals(why, errors.getLast());
      // A conversation that took longer to end has already reported it.
      assertEquals(
          errors.size() == 1 ? List.of() : List.of(why + "; going on"),
          errors.subList(0, errors.size() - 1));
    }
  }

  @Test
  void noDatagramWithinTheTimeoutIsAFailure() throws Exception {
    try (Datagrams peer = Datagrams.open();
        Program program = Program.start("connect", peer.address(), "--timeout", "200ms")) {
      pipe("a\n", program);
      assertEquals(1, program.exitCode());
    }
  }

  @Test
  void manyDatagramsAllLeave() throws Exception {
    try (Datagrams peer = Datagrams.open();
        Program program = Program.start("connect", peer.address(), "--wait", "100ms")) {
      pipe("x\n".repeat(200), program);
      for (int i = 0; i < 200; i++) {
        assertEquals("x", Datagrams.text(peer.receive()));
      }
      assertEquals(0, program.exitCode());
    }
  }

  // Usage.

  @Test
  void optionsThatMakeNoSenseTogetherAreRefused() throws Exception {
    for (String[] options :
        new String[][] {
          {"--framing", "stream", "--stamp"},
          {"--framing", "stream", "--quit-word", "q"},
          {"--framing", "stream", "--leave-word", "q"},
          {"--framing", "stream", "--turns"},
          {"--broadcast"},
          {"--transcript", "/nowhere/at/all"},
          {"--local-port", "70000"},
          {"-u", "-U"},
          {"--auth", "hmac-md5"}
        }) {
      try (Program program = connect(options)) {
        assertEquals(2, program.exitCode(), String.join(" ", options));
        assertEquals(1, program.errors().size(), String.join(" ", options));
      }
    }
  }
}
