package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertEquals("parley: cannot write the output: No space left on device", last);
        assertEquals(1, program.exitCode());
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
