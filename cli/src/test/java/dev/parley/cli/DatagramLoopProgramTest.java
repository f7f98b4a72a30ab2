package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A forged datagram between `parley serve echo` and another server that answers automatically, in
/// a network namespace.
final class DatagramLoopProgramTest {
  private static final int ANSWERS = 50;

  /// Returns the number of datagrams after the forged one, and the number of seconds.
  private static long[] loop(String partner) throws Exception {
    Installed.need("python3");
    Installed.need("unshare");
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "-rn", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
    command.add("python3");
    command.add(Path.of("src", "test", "python", "datagram_loops.py").toString());
    command.add(partner);
    command.add(String.valueOf(ANSWERS));
    command.addAll(Program.command());
    try (Program python = Program.start(Map.of(), command)) {
      String line = python.rest().strip();
      List<String> errors = python.errors();
      if (errors.stream().anyMatch(error -> error.contains("unshare"))) {
        abort("this user may make no network of its own (unshare -rn)");
      }
      assertEquals(0, python.exitCode(), errors.toString());
      int space = line.indexOf(' ');
      return new long[] {
        Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1))
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "parley", "socat-exec", "socat-pipe", "ncat"})
  void aLoopWithAnotherServiceEnds(String partner) throws Exception {
    if (!List.of("python", "parley").contains(partner)) {
      Installed.need(partner.replaceAll("-.*", ""));
    }
    long[] datagrams = loop(partner);
    long most = 2 * (ANSWERS + ANSWERS * datagrams[1]) + 2;
    assertTrue(datagrams[0] >= ANSWERS, datagrams[0] + " datagrams");
    assertTrue(datagrams[0] <= most, datagrams[0] + " datagrams, at most " + most);
  }

  @Test
  void aServerDoesNotAnswerItself() throws Exception {
    assertEquals(0, loop("self")[0]);
  }
}
