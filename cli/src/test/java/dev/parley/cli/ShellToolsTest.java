package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `nc` (OpenBSD's), `ncat` and `socat` with Parley, each as client and as server, over TCP, UDP
/// and Unix-domain sockets. In the commands PORT and FILE stand for where Parley listens or
/// connects to.
final class ShellToolsTest {
  private static final String TCP = "tcp://127.0.0.1:0";
  private static final int LARGE = 5_000_000;

  @TempDir private Path directory;

  // Their clients.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc -N 127.0.0.1 PORT",
        "nc -q 1 127.0.0.1 PORT",
        "ncat 127.0.0.1 PORT",
        "socat - TCP:127.0.0.1:PORT"
      })
  void aPipeIsAnsweredInFull(String command) throws Exception {
    need(command);
    try (Program upper = Program.start("serve", "upper", "-l", TCP);
        Program client = shell("printf 'hello\\n\\nünï' | " + command, upper.port("tcp"))) {
      assertEquals("HELLO\n\nÜNÏ\n", client.rest());
      assertEquals(0, client.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc 127.0.0.1 PORT",
        "nc -N 127.0.0.1 PORT",
        "ncat 127.0.0.1 PORT",
        "ncat --no-shutdown 127.0.0.1 PORT",
        "socat - TCP:127.0.0.1:PORT"
      })
  void theServersCloseEndsAClientAndItsLastWordIsNotLost(String command) throws Exception {
    need(command);
    String answer = "bye ".repeat(5000);
    try (Program reply = Program.start("serve", "reply", "--text", answer, "--once", "-l", TCP);
        Program client = shell("printf 'hello\\nnever read\\n' | " + command, reply.port("tcp"))) {
      assertEquals(answer + "\n", client.rest());
      assertEquals(0, client.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc 127.0.0.1 PORT",
        "ncat 127.0.0.1 PORT",
        "socat - TCP:127.0.0.1:PORT",
        "ncat -C 127.0.0.1 PORT"
      })
  void aPersonTypesAndIsAnsweredLineByLine(String command) throws Exception {
    need(command);
    try (Program upper = Program.start("serve", "upper", "-l", TCP);
        Program client = shell(command, upper.port("tcp"))) {
      client.type("one\n");
      assertEquals("ONE", client.line());
      client.type("two\n");
      assertEquals("TWO", client.line());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nc -u 127.0.0.1 PORT", "ncat -u 127.0.0.1 PORT", "socat - UDP:127.0.0.1:PORT"})
  void datagramsAreAnswered(String command) throws Exception {
    need(command);
    try (Program upper = Program.start("serve", "upper", "-l", "udp://127.0.0.1:0");
        Program client = shell(command, upper.port("udp"))) {
      client.type("one\n");
      assertEquals("ONE", client.line());
      client.type("two\n");
      assertEquals("TWO", client.line());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc -N -U FILE", "ncat -U FILE", "socat - UNIX-CONNECT:FILE"})
  void unixDomainClientsAreAnswered(String command) throws Exception {
    need(command);
    Path file = directory.resolve("s");
    try (Program upper = Program.start("serve", "upper", "-l", "unix:" + file)) {
      upper.await(line -> line.contains("listening on unix:"));
      try (Program client =
          shell("printf 'hello\\nworld\\n' | " + command.replace("FILE", file.toString()), 0)) {
        assertEquals("HELLO\nWORLD\n", client.rest());
        assertEquals(0, client.exitCode());
      }
    }
  }

  // Their servers.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc -v -N -l 127.0.0.1 0",
        "ncat -v -l 127.0.0.1 PORT",
        "socat -d -d -t 20 TCP-LISTEN:0,bind=127.0.0.1 -"
      })
  void aServersUserHearsAndAnswers(String command) throws Exception {
    need(command);
    try (Program server = shell(command, FreePort.find());
        Program client = Program.start("connect", "tcp://127.0.0.1:" + port(server))) {
      client.type("hello\nworld\n");
      assertEquals("hello", server.line());
      assertEquals("world", server.line());
      server.type("hello yourself\n");
      assertEquals("hello yourself", client.line());
      server.endInput();
      client.endInput();
      assertEquals(0, client.exitCode());
    }
  }

  /// A filter behind `nc` or `ncat` must answer while its input is open: both stop forwarding its
  /// output once their peer has half-closed, whether that is Parley or another program.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkfifo f; nc -v -N -l 127.0.0.1 0 <f | sed -u s/^/got:/ >f",
        "ncat -v -l 127.0.0.1 PORT --sh-exec 'sed -u s/^/got:/'",
        "socat -d -d TCP-LISTEN:0,bind=127.0.0.1 SYSTEM:'sed -u s/^/got\\:/'"
      })
  void aFilterBehindAServerAnswersLineByLine(String command) throws Exception {
    need(command);
    try (Program server = shell("cd " + directory + "; " + command, FreePort.find());
        Program client = Program.start("connect", "tcp://127.0.0.1:" + port(server))) {
      client.type("one\n");
      assertEquals("got:one", client.line());
      client.type("two\n");
      assertEquals("got:two", client.line());
      client.endInput();
      assertEquals(0, client.exitCode());
    }
  }

  @Test
  void aFilterThatAnswersOnlyAtTheEndOfItsInputIsHeard() throws Exception {
    Installed.need("socat");
    String command = "socat -d -d -t 20 TCP-LISTEN:0,bind=127.0.0.1 SYSTEM:'tr a-z A-Z'";
    try (Program server = shell(command, 0);
        Program client = Program.start("connect", "tcp://127.0.0.1:" + port(server))) {
      client.typeAll("hello\nworld\n");
      assertEquals("HELLO\nWORLD\n", client.rest());
      assertEquals(0, client.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc -v -u -l 127.0.0.1 0",
        "ncat -v -u -l 127.0.0.1 PORT",
        "socat -d -d UDP-LISTEN:0,bind=127.0.0.1 -"
      })
  void datagramServersAreHeard(String command) throws Exception {
    need(command);
    try (Program server = shell(command, FreePort.find());
        Program client = Program.start("connect", "udp://127.0.0.1:" + port(server))) {
      client.type("hello\n");
      // Datagrams carry a line without its end.
      assertEquals("hello", new String(server.stdout().readNBytes(5), UTF_8));
      server.type("HELLO\n");
      assertEquals("HELLO", client.line());
      client.endInput();
      assertEquals(0, client.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc -v -N -l -U FILE",
        "ncat -v -l -U FILE",
        "socat -d -d -t 20 UNIX-LISTEN:FILE -"
      })
  void unixDomainServersAreHeard(String command) throws Exception {
    need(command);
    String file = directory.resolve("s").toString();
    try (Program server = shell(command.replace("FILE", file), 0)) {
      server.await(line -> line.matches("(?i).*(listening|bound) on .*"));
      try (Program client = Program.start("connect", "unix:" + file)) {
        client.type("hello\n");
        assertEquals("hello", server.line());
        server.type("HELLO\n");
        assertEquals("HELLO", client.line());
        server.endInput();
        client.endInput();
        assertEquals(0, client.exitCode());
      }
    }
  }

  @Test
  void aServerThatIsKilledBeforeAWordIsAFailureAndSoIsOneThatIsNotThere() throws Exception {
    Installed.need("nc");
    try (Program server = Program.start(Map.of(), List.of("nc", "-v", "-l", "127.0.0.1", "0"))) {
      String address = "tcp://127.0.0.1:" + port(server);
      try (Program client = Program.start("connect", address)) {
        client.type("hello\n");
        assertEquals("hello", server.line());
        server.signal("KILL");
        assertEquals(1, client.exitCode());
      }
      try (Program client = Program.start("connect", address)) {
        assertEquals(1, client.exitCode());
      }
    }
  }

  // Bytes, unchanged: 5 MB of them, both ways at once.

  @ParameterizedTest
  @ValueSource(
      strings = {"nc -N 127.0.0.1 PORT", "ncat 127.0.0.1 PORT", "socat -t 20 - TCP:127.0.0.1:PORT"})
  void bytesComeBackUntouchedFromAStreamThatEchoes(String command) throws Exception {
    need(command);
    Path in = random(1);
    Path out = directory.resolve("out");
    try (Program echo = Program.start("serve", "echo", "--framing", "stream", "-l", TCP);
        Program client = shell(command + " <" + in + " >" + out, echo.port("tcp"))) {
      assertEquals(0, client.exitCode());
      assertEquals(-1, Files.mismatch(in, out));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc -v -N -l 127.0.0.1 0",
        "ncat -v -l 127.0.0.1 PORT",
        "socat -d -d -t 20 TCP-LISTEN:0,bind=127.0.0.1 -"
      })
  void bytesPassUntouchedBothWaysAtOnce(String command) throws Exception {
    need(command);
    byte[] ours = Files.readAllBytes(random(1));
    byte[] theirs = Files.readAllBytes(random(2));
    // Both ends stay open until everything has arrived: nc and ncat stop sending when their peer
    // has half-closed.
    try (Program server = shell(command, FreePort.find());
        Program client =
            Program.start("connect", "tcp://127.0.0.1:" + port(server), "--framing", "stream");
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> said = threads.submit(() -> client.write(ours));
      Future<?> answered = threads.submit(() -> server.write(theirs));
      Future<byte[]> heard = threads.submit(() -> server.stdout().readNBytes(LARGE));
      assertArrayEquals(theirs, client.stdout().readNBytes(LARGE));
      assertArrayEquals(ours, heard.get());
      said.get();
      answered.get();
      server.endInput();
      client.endInput(); // until then it may have more to send to a server that has half-closed
      assertEquals(0, client.exitCode());
    }
  }

  @Test
  void bytesPassUntouchedThroughARelay() throws Exception {
    Installed.need("socat");
    Path in = random(1);
    Path out = directory.resolve("out");
    try (Program echo = Program.start("serve", "echo", "--framing", "stream", "-l", TCP);
        Program relay =
            shell(
                "socat -d -d -t 20 TCP-LISTEN:0,bind=127.0.0.1 TCP:127.0.0.1:PORT",
                echo.port("tcp"));
        Program client =
            shell(
                parley("connect", "tcp://127.0.0.1:" + port(relay), "--framing", "stream")
                    + (" <" + in + " >" + out),
                0)) {
      assertEquals(0, client.exitCode());
      assertEquals(-1, Files.mismatch(in, out));
    }
  }

  // Tools.

  /// Skips the test if the program that `command` uses is absent.
  private static void need(String command) {
    String program =
        Stream.of("ncat", "socat", "nc").filter(command::contains).findFirst().orElseThrow();
    Installed.need(program);
  }

  private static Program shell(String command, int port) throws IOException {
    return Program.start(
        Map.of(), List.of("sh", "-c", command.replace("PORT", Integer.toString(port))));
  }

  private static String parley(String... arguments) {
    return Program.command(arguments).stream()
        .map(word -> "'" + word + "'")
        .collect(Collectors.joining(" "));
  }

  /// Waits until a tool prints the port that it listens on: the last number of that line.
  private static int port(Program server) throws InterruptedException {
    String line = server.await(text -> text.matches("(?i).*(listening|bound) on .*[: ]\\d+"));
    return Integer.parseInt(line.replaceFirst(".*\\D", ""));
  }

  private Path random(int seed) throws IOException {
    byte[] bytes = new byte[LARGE];
    new Random(seed).nextBytes(bytes);
    return Files.write(directory.resolve("random-" + seed), bytes);
  }
}
