package dev.parley.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.Main;
import dev.parley.cli.Program;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

class ShortHelpTest {
  private static final Pattern OPTION = Pattern.compile("(?<=[ ,])--?[a-z][a-z-]*");

  private static String help(String... words) throws Exception {
    try (Program program = Program.start(words)) {
      String text = program.rest();
      assertEquals(0, program.exitCode(), program.errors().toString());
      assertEquals(List.of(), program.errors());
      return text;
    }
  }

  private static Set<String> options(String text) {
    Set<String> options = new TreeSet<>();
    Matcher matcher = OPTION.matcher(text);
    while (matcher.find()) {
      options.add(matcher.group());
    }
    return options;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "connect",
        "history",
        "history search",
        "history purge",
        "bench",
        "keygen",
        "passwd",
        "cert",
        "port"
      })
  void itFitsAScreenAndItsOptionsExist(String command) throws Exception {
    String text = help((command + " -h").split(" "));
    assertTrue(text.startsWith("Usage: parley " + command + " "), text);
    assertTrue(text.lines().count() <= ShortHelp.LINES, text);
    text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    String all = help((command + " --help").split(" "));
    Set<String> unknown = options(text);
    unknown.removeAll(options(all));
    assertEquals(Set.of(), unknown);
    assertTrue(
        text.equals(all) || text.endsWith("All options: parley " + command + " --help\n"), text);
  }

  /// A wider line would be wrapped again, with its last words on a line of their own.
  @Test
  void noLineThatIsBrokenByHandIsTooWide() {
    for (CommandLine command : Main.whole().getSubcommands().values()) {
      UsageMessageSpec usage = command.getCommandSpec().usageMessage();
      for (String[] lines : List.of(usage.description(), usage.footer())) {
        // A text of a single line is only wrapped by picocli.
        for (String line : lines.length == 1 ? new String[0] : lines) {
          assertTrue(line.length() <= 80, line);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "-h serve"})
  void theTopsNamesEveryCommand(String words) throws Exception {
    String text = help(words.split(" ", -1));
    assertTrue(text.startsWith("Usage: parley ["), text);
    assertTrue(text.contains("connect  Talk with"), text);
    assertTrue(text.lines().count() <= ShortHelp.LINES, text);
    text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve --help", "serve upper --help"})
  void theLongOneHasAllOptions(String words) throws Exception {
    assertTrue(help(words.split(" ", -1)).contains("--max-sessions"), words);
  }
}
