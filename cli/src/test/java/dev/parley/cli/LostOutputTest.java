package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A command whose output nobody can read does not report success; and its numbers are the same in
/// every locale.
final class LostOutputTest {
  private static final String LAUNCHER = Path.of("..", "parley").toAbsolutePath().toString();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "--version",
        "port 1",
        "passwd --list users",
        "bench ADDRESS -d 1ms --warmup 0s",
        "bench ADDRESS -d 1ms --warmup 0s --json"
      })
  void aFullDiskIsNoSuccess(String words) throws Exception {
    try (Program server = Program.start("serve", "upper", "-l", "tcp://127.0.0.1:0")) {
      String address = "tcp://127.0.0.1:" + server.port("tcp");
      var users = directory.resolve("users");
      try (Program passwd = Program.start("passwd", users.toString(), "alice")) {
        passwd.typeAll("a long password\n");
        assertEquals(0, passwd.exitCode());
      }
      String line = words.replace("ADDRESS", address).replace("users", users.toString());
      List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh"));
      command.addAll(Program.command(line.split(" ", -1)));
      try (Program program = Program.start(Map.of(), command)) {
        String last = program.errors().getLast();
        String said = "cannot write the output: No space left on device";
        if (words.endsWith("--json")) {
          String end =
              "\"event\":\"failed\",\"text\":\""
                  + said
                  + "\",\"problem\":\"io.output.cannot-write\",\"exit_code\":1}";
          assertTrue(last.endsWith(end), last);
        } else {
          assertEquals("parley: " + said, last);
        }
        assertEquals(1, program.exitCode());
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
