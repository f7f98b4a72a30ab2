package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.cli.history.KeptRooms;
import dev.parley.passwords.Password;
import dev.parley.passwords.UsersFile;
import dev.parley.passwords.Verifier;
import dev.parley.secure.Entropy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A command whose output nobody can read does not report success; and its numbers are the same in
/// every locale.
final class LostOutputTest {
  private static final String LAUNCHER = Path.of("..", "parley").toAbsolutePath().toString();

  @TempDir Path directory;

  /// Every command line that prints to stdout and ends; `connect` and `serve` are in
  /// docs/EXIT-CODES.md.
  private static Stream<String> printing() {
    return Stream.of(
            Main.whole().getSubcommands().keySet().stream().map(command -> command + " --help"),
            Stream.of(
                "--help",
                "-h",
                "connect -h",
                "--version",
                "port 1",
                "port TAKEN",
                "keygen laptop",
                "keygen --show laptop",
                "cert -o FOLDER/made",
                "passwd --list FOLDER/users",
                "history search --data FOLDER/data hello",
                "history search --data FOLDER/data hello --json",
                "history rooms --data FOLDER/data",
                "history export --data FOLDER/data",
                "history verify --data FOLDER/data",
                "bench ADDRESS -d 1ms --warmup 0s",
                "bench ADDRESS -d 1ms --warmup 0s --json"))
        .flatMap(lines -> lines);
  }

  private static Verifier verifier() {
    return Verifier.of(
        Password.of("a long password".toCharArray()), Entropy.secure(), Verifier.MIN_ITERATIONS);
  }

  @ParameterizedTest
  @MethodSource("printing")
  void aFullDiskIsNoSuccess(String words) throws Exception {
    Path users = directory.resolve("users");
    Files.write(users, UsersFile.empty(Entropy.secure()).with("爱丽丝", verifier()).toBytes());
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
    KeptRooms.write(directory.resolve("data"));
    Server upper =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .handler((session, message) -> session.send(message))
            .start();
    try (upper) {
      String line =
          words
              .replace("ADDRESS", upper.address().toString())
              .replace("TAKEN", "" + upper.address().port())
              .replace("FOLDER", directory.toString());
      List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh"));
      command.addAll(Program.command(line.split(" ", -1)));
      try (Program program = Program.start(Map.of(), command)) {
        assertEquals(1, program.exitCode(), program.errors().toString());
        String last = program.errors().getLast();
        String said = "cannot write the (output|key): No space left on device";
        String wanted =
            words.endsWith("--json")
                ? ".*\"event\":\"failed\",\"text\":\""
                    + said
                    + "\",\"problem\":\"io\\.output\\.cannot-write\",\"exit_code\":1}"
                : "parley: " + said;
        assertTrue(last.matches(wanted), last);
      }
    }
  }

  private Program withClosed(String streams, String words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + streams, "sh", LAUNCHER));
    command.addAll(List.of(words.split(" ", -1)));
    return Program.start(Map.of("JAVA_HOME", System.getProperty("java.home")), command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "--version", "serve --help", "keygen laptop", "connect ADDRESS"})
  void aClosedStdoutIsNoSuccess(String words) throws Exception {
    try (Program server = Program.start("serve", "daytime", "-l", "tcp://127.0.0.1:0")) {
      String address = "tcp://127.0.0.1:" + server.port("tcp");
      try (Program program = withClosed(">&-", words.replace("ADDRESS", address))) {
        program.endInput();
        String last = program.errors().getLast();
        assertTrue(last.startsWith("parley: cannot write the "), last);
        assertEquals(1, program.exitCode());
      }
    }
  }

  @Test
  void withoutStdinAndStderrNothingIsWrittenElsewhere() throws Exception {
    Path transcript = directory.resolve("transcript");
    try (Program server = Program.start("serve", "daytime", "-l", "tcp://127.0.0.1:0")) {
      String words = "connect -v --transcript " + transcript;
      String address = " tcp://127.0.0.1:" + server.port("tcp");
      try (Program program = withClosed("<&- 2>&-", words + address)) {
        assertTrue(program.rest().matches("[^\\n]+\\n"));
        assertEquals(0, program.exitCode());
        List<String> lines = Files.readAllLines(transcript);
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.getFirst().contains("\"direction\":\"in\""), lines::toString);
      }
    }
  }

  /// docs/EXIT-CODES.md: a failing transcript changes no code.
  @Test
  void aTranscriptThatCannotBeWrittenIsAWarningBeforeTheEnd() throws Exception {
    try (Program server = Program.start("serve", "daytime", "-l", "tcp://127.0.0.1:0")) {
      String address = "tcp://127.0.0.1:" + server.port("tcp");
      try (Program program =
          Program.start("connect", address, "--json", "--transcript", "/dev/full")) {
        program.endInput();
        List<String> events =
            program.errors().stream()
                .map(line -> line.replaceAll(".*\"event\":\"([^\"]*)\".*", "$1"))
                .toList();
        assertEquals(
            List.of("connected", "warning", "warning", "ended"),
            events,
            () -> String.valueOf(events));
        assertEquals(0, program.exitCode());
      }
    }
  }

  @Test
  void numbersAreTheSameInEveryLocale() throws Exception {
    try (Program server = Program.start("serve", "upper", "-l", "tcp://127.0.0.1:0")) {
      String address = "tcp://127.0.0.1:" + server.port("tcp");
      List<String> german = List.of("-Duser.language=de", "-Duser.country=DE");
      try (Program bench =
          Program.start(
              Map.of(),
              Program.command(
                  Main.class, german, "bench", address, "-d", "100ms", "--warmup", "0s"))) {
        String table = bench.rest();
        assertEquals(0, bench.exitCode());
        assertTrue(table.matches("(?s).*\\nmeasured +0\\.\\d s.*"), table);
        assertFalse(table.matches("(?s).*\\d,\\d{1,2}\\D.*"), table);
      }
    }
  }
}
