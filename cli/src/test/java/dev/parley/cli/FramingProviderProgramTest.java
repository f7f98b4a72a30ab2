package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.CompiledProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The option `--framing` knows the framings of other modules on the module path, where the
/// launcher puts those of PARLEY_MODULE_PATH.
class FramingProviderProgramTest {
  @TempDir private Path directory;

  private Program start(String... arguments) throws Exception {
    CompiledProvider.compile(
        directory,
        "Doubled",
        "public String name() { return \"doubled\"; } public String help() { return \"doubled:WORD\"; }"
            + " public Framing parse(String a) {"
            + " if (a.isEmpty()) { throw new IllegalArgumentException(\"say a word\"); }"
            + " record Own(String a, int maxMessage) implements Framing {"
            + " public Framing withMaxMessage(int b) { return new Own(a, b); }"
            + " public Decoder decoder() { return Framing.delimiter((a + a).getBytes()).decoder(); }"
            + " public Encoder encoder() { return Framing.delimiter((a + a).getBytes()).encoder(); }"
            + " public String toString() { return \"doubled:\" + a; } }"
            + " return new Own(a, 1000); }");
    List<String> command = new ArrayList<>(Program.command(arguments));
    int path = command.indexOf("--module-path") + 1;
    command.set(path, command.get(path) + ":" + directory);
    return Program.start(Map.of(), command);
  }

  @Test
  void aServerTalksInTheFramingOfAnotherModule() throws Exception {
    try (Program server =
        start("serve", "upper", "-l", "tcp://127.0.0.1:0", "--framing", "doubled:x")) {
      try (Program client =
          Program.start(
              "connect", "127.0.0.1:" + server.port("tcp"), "--framing", "delimiter:xx")) {
        client.type("hello\n");
        client.endInput();
        assertEquals("HELLO\n", client.rest());
      }
    }
  }

  @Test
  void wrongArgumentsAreReportedInTheWordsOfTheProvider() throws Exception {
    try (Program program = start("serve", "echo", "--framing", "doubled")) {
      assertEquals(2, program.exitCode());
      assertEquals(
          true,
          program
              .errors()
              .toString()
              .contains(
                  "framing 'doubled' is refused by its provider their.framings.Doubled: say a"
                      + " word"));
    }
  }
}
