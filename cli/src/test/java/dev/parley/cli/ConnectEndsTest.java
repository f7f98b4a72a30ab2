package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.RawServer.Peer;
import dev.parley.testing.ClosedPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a conversation of `parley connect` ends when the server half-closes first: nothing that can
/// still be sent is lost, and a loss is never reported as success.
final class ConnectEndsTest {
  private static final int LINES = 100_000;

  @TempDir Path directory;
  @AutoClose private final RawServer server = RawServer.open();

  private Program connect(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("connect", server.address()));
    arguments.addAll(List.of(options));
    return Program.start(arguments.toArray(String[]::new));
  }

  private static String lines() {
    return IntStream.rangeClosed(1, LINES).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  /// Runs `command | parley connect` in a shell.
  private Program piped(String command, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("connect", server.address()));
    arguments.addAll(List.of(options));
    List<String> words =
        new ArrayList<>(List.of("sh", "-c", "(" + command + ") | exec \"$@\"", "sh"));
    words.addAll(Program.command(arguments.toArray(String[]::new)));
    return Program.start(Map.of(), words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--wait", "--timeout"})
  void anAnswerWithoutALineEndIsShownWhenTheWaitIsOver(String option) throws Exception {
    try (Program program = piped("echo hello", option, "3s");
        Peer peer = server.accept()) {
      peer.send("nein");
      program.awaitStdout("nein\n");
      assertEquals(option.equals("--wait") ? 0 : 1, program.exitCode());
    }
  }

  @Test
  void aServerThatEndsInsteadOfSayingReadyCanBeSentNothing() throws Exception {
    try (Program program = piped("seq 1 3", "--framing", "ready");
        Peer peer = server.accept()) {
      peer.endOutput();
      assertEquals(1, program.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "line", "raw", "stream"})
  void aServerThatHalfClosesAndStaysCountsAsOneThatListens(String framing) throws Exception {
    try (Program program = piped("echo 你好", "--framing", framing);
        Peer peer = server.accept()) {
      peer.endOutput(); // and reads nothing
      assertEquals(0, program.exitCode(), program.errors().toString());
    }
  }

  @Test
  void whatAServerSaysBeforeItHalfClosesIsShown() throws Exception {
    try (Program program = piped("echo hello");
        Peer peer = server.accept()) {
      peer.send("你好\n").endOutput(); // and reads nothing
      assertEquals("你好\n", program.rest());
      assertEquals(0, program.exitCode(), program.errors().toString());
    }
  }

  /// The server half-closes at once, and still receives what is typed.
  private static void endOutputAndReceive(Peer peer, Program program) throws Exception {
    program.await(line -> line.contains("connected"));
    peer.endOutput();
    program.type("你好\n");
    assertEquals("你好\n", peer.receiveText(7));
  }

  @Test
  void aServerThatHalfClosesAndThenGoesAwayWithoutAWordIsNamed() throws Exception {
    try (Program program = connect("-v");
        Peer peer = server.accept()) {
      endOutputAndReceive(peer, program);
      peer.hangUp();
      assertEquals(1, program.exitCode(), program.errors().toString());
      program.await(line -> line.contains("perhaps it talks TLS (tls://)"));
    }
  }

  @Test
  void aServerThatHalfClosesAndThenResetsIsNoSuccess() throws Exception {
    try (Program program = connect("-v");
        Peer peer = server.accept()) {
      endOutputAndReceive(peer, program);
      peer.reset();
      assertEquals(1, program.exitCode(), program.errors().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "line", "stream"})
  void aServerThatOnlyListensGetsAllOfTheInput(String framing) throws Exception {
    try (Program program = piped("seq 1 " + LINES, "--framing", framing);
        Peer peer = server.accept()) {
      peer.endOutput();
      assertEquals(lines(), peer.restText());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aServerThatOnlyListensGetsRawLinesAtFullSpeed() throws Exception {
    try (Program program = piped("seq 1 " + LINES, "--framing", "raw");
        Peer peer = server.accept()) {
      peer.endOutput();
      assertEquals(lines().replace("\n", ""), peer.restText());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aFileIsSentToItsEnd() throws Exception {
    Path file = Files.writeString(directory.resolve("lines"), lines());
    try (Program program = piped("exec <'" + file + "'; cat");
        Peer peer = server.accept()) {
      peer.endOutput();
      assertEquals(lines(), peer.restText());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aSlowWriterIsWaitedForWhileTheServerListens() throws Exception {
    try (Program program = connect("-v");
        Peer peer = server.accept()) {
      program.await(line -> line.contains("connected"));
      peer.endOutput();
      program.type("one\n");
      assertEquals("one\n", peer.receiveText(4));
      // Longer than any wait for an idle pipe.
      assertTrue(!program.endsWithin(1500), "it has ended");
      program.typeAll("two\n");
      assertEquals("two\n", peer.restText());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aServerThatHasClosedEndsAnIdleTalkAtOnce() throws Exception {
    try (Program program = connect("-v")) {
      server.accept().send("bye\n").hangUp();
      assertEquals(0, program.exitCode());
      program.await(line -> line.equals("parley: the server closed the conversation"));
    }
  }

  @Test
  void inputThatAClosedServerCannotTakeIsNoSuccess() throws Exception {
    try (Program program = piped("cat '" + bigFile() + "'; sleep 1; echo more")) {
      Peer peer = server.accept();
      peer.receive(10);
      peer.hangUp();
      assertEquals(1, program.exitCode());
    }
  }

  private Path bigFile() throws IOException {
    return Files.writeString(directory.resolve("big"), lines());
  }

  @Test
  void halfALineThatAClosedServerCannotTakeIsNoSuccess() throws Exception {
    try (Program program = connect("-v");
        Peer peer = server.accept()) {
      program.type("one\nhalf a li");
      assertEquals("one\n", peer.receiveText(4));
      peer.hangUp();
      assertEquals(1, program.exitCode());
      program.await(line -> line.contains("before all of the input was sent"));
    }
  }

  // Quit and leave words.

  @Test
  void aLeaveWordEndsItWithoutBeingSent() throws Exception {
    try (Program program = connect("--leave-word", "quit");
        Peer peer = server.accept()) {
      program.type("hello\nquit\nnever\n");
      assertEquals("hello\n", peer.restText());
      assertEquals(0, program.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--quit-word", "--leave-word"})
  void aReceivedQuitWordEndsItThoughBothSidesAreOpen(String option) throws Exception {
    try (Program program = connect("--framing", "raw", option, "q", option, "Q");
        Peer peer = server.accept()) {
      peer.send("hello");
      program.awaitStdout("hello\n");
      peer.send("Q");
      assertEquals("Q\n", program.rest());
      assertEquals(0, program.exitCode());
    }
  }

  // Waits.

  @Test
  void aStreamIsLeftAfterTheWait() throws Exception {
    try (Program program = connect("--wait", "3s");
        Peer peer = server.accept()) {
      program.typeAll("hello\n");
      assertEquals("hello\n", peer.restText());
      peer.send("HELLO\n");
      assertEquals("HELLO\n", program.rest());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void rawLinesGoTurnByTurnAndTheOutputEndsBehindTheLastAnswer() throws Exception {
    try (Program program = connect("--framing", "raw", "--wait", "1m");
        Peer peer = server.accept()) {
      program.typeAll("hello\n你好\nq\n");
      for (String line : List.of("hello", "你好", "q")) {
        byte[] one = new byte[1024];
        assertEquals(line, new String(one, 0, peer.read(one), UTF_8));
        peer.send(line.toUpperCase(Locale.ROOT));
      }
      assertEquals("", peer.restText());
      peer.hangUp();
      assertEquals("HELLO\n你好\nQ\n", program.rest());
      assertEquals(0, program.exitCode());
      assertEquals(List.of(), program.errors());
    }
  }

  @Test
  void aServerThatNeverAnswersGetsRawLinesAtFullSpeedAndThatIsSaidOnce() throws Exception {
    try (Program program = piped("seq 1 " + LINES, "--framing", "raw", "--wait", "100ms");
        Peer peer = server.accept()) {
      assertEquals(lines().replace("\n", ""), peer.restText());
      peer.hangUp();
      assertEquals(0, program.exitCode());
      assertEquals(1, program.errors().size(), program.errors().toString());
      program.await(line -> line.contains("a line got no answer within 100ms"));
    }
  }

  @Test
  void turnsAreKeptWithAnyFraming() throws Exception {
    try (Program program = connect("--framing", "length:1be", "--turns", "--wait", "1m");
        Peer peer = server.accept()) {
      program.typeAll("ab\nc\n");
      byte[] one = new byte[1024];
      assertEquals("\2ab", new String(one, 0, peer.read(one), UTF_8));
      peer.send("\1x");
      assertEquals("\1c", new String(one, 0, peer.read(one), UTF_8));
      peer.send("\1y").hangUp();
      assertEquals("x\ny\n", program.rest());
    }
  }

  // Framing auto.

  @Test
  void anAnswerWithoutALineEndIsShownAndTheTalkIsRawFromThenOn() throws Exception {
    try (Program program = connect("--framing", "auto");
        Peer peer = server.accept()) {
      program.type("hello\n");
      assertEquals("hello\n", peer.receiveText(6));
      peer.send("HELLO");
      program.awaitStdout("HELLO\n");
      program.await(line -> line.contains("--framing raw"));
      program.type("again\n");
      assertEquals("again", peer.receiveText(5));
      peer.send("AGAIN");
      program.awaitStdout("AGAIN\n");
      program.endInput();
      assertEquals("", peer.restText());
      peer.hangUp();
      assertEquals(0, program.exitCode());
    }
  }

  // Hints.

  @Test
  void aServerThatLooksLikeALoginServerIsNamed() throws Exception {
    try (Program program = connect("--framing", "raw");
        Peer peer = server.accept()) {
      byte[] challenge = new byte[32];
      new Random(9).nextBytes(challenge);
      peer.send(challenge);
      program.type("hello\n");
      assertEquals("hello", peer.receiveText(5));
      peer.hangUp();
      program.await(line -> line.contains("--auth hmac-md5 --key-file FILE"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id\tname\tcolour\tweight in kilo 4\n",
        "\u001b[32mWelcome, who are you?!\u001b[0m\n",
        "\u05e9\u05dc\u05d5\u05dd \u200fwho are you pal \u05d7?\n"
      })
  void aLineOfTextAsLongAsAChallengeIsShown(String line) throws Exception {
    assertEquals(32, line.getBytes(UTF_8).length);
    try (Program program = connect();
        Peer peer = server.accept()) {
      peer.send(line.getBytes(UTF_8));
      peer.hangUp();
      assertEquals(line, program.rest());
      assertEquals(0, program.exitCode(), program.errors().toString());
    }
  }

  // Standard streams.

  @Test
  void anInputThatDoesNotBlockIsWaitedFor() throws Exception {
    Installed.need("python3");
    String nonBlocking =
        """
        import os, sys, time
        r, w = os.pipe()
        os.set_blocking(r, False)
        os.dup2(r, 0)
        os.close(r)
        if os.fork():
            os.close(w)
            os.execv(sys.argv[1], sys.argv[1:])
        time.sleep(1)
        os.write(w, b"late\\n")
        """;
    List<String> words = new ArrayList<>(List.of("python3", "-c", nonBlocking));
    words.addAll(Program.command("connect", server.address()));
    try (Program program = Program.start(Map.of(), words);
        Peer peer = server.accept()) {
      assertEquals("late\n", peer.restText());
      peer.hangUp();
      assertEquals(0, program.exitCode());
      assertEquals(List.of(), program.errors());
    }
  }

  @Test
  void anOutputThatIsFullIsSaidAndIsNoSuccess() throws Exception {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
    words.addAll(Program.command("connect", server.address()));
    try (Program program = Program.start(Map.of(), words);
        Peer peer = server.accept()) {
      peer.send("hello\n");
      assertEquals(1, program.exitCode());
      program.await(line -> line.startsWith("parley: cannot write the output: No space left"));
    }
  }

  // Other transports.

  @Test
  void aUnixDomainServerThatOnlyListensGetsAllOfTheInput() throws Exception {
    Path path = directory.resolve("s");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      List<String> words = new ArrayList<>(List.of("sh", "-c", "seq 1 50000 | exec \"$@\"", "sh"));
      words.addAll(Program.command("connect", "unix:" + path));
      try (Program program = Program.start(Map.of(), words);
          SocketChannel peer = listener.accept()) {
        peer.shutdownOutput();
        byte[] all = Channels.newInputStream(peer).readAllBytes();
        assertTrue(new String(all, UTF_8).endsWith("\n50000\n"));
        assertEquals(0, program.exitCode());
      }
    }
  }

  @Test
  void aDatagramServerMayStartLater() throws Exception {
    try (ClosedPort closed = ClosedPort.udp();
        Program program = Program.start("connect", closed.address())) {
      program.type("lost\n");
      program.await(line -> line.equals("parley: nobody listens at the peer's port; going on"));
      closed.release();
      try (DatagramSocket late =
          new DatagramSocket(closed.number(), InetAddress.getLoopbackAddress())) {
        program.type("heard\n");
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        late.receive(packet);
        assertEquals("heard", new String(packet.getData(), 0, packet.getLength(), UTF_8));
        late.send(packet);
        assertEquals("heard", program.line());
        program.endInput();
        assertEquals(0, program.exitCode());
      }
    }
  }
}
