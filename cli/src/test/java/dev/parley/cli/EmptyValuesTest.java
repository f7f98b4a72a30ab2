package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// An empty value, which a shell makes of a variable that is not set, is refused by every option,
/// also one added later, before the command does anything.
final class EmptyValuesTest {
  /// An empty reply is one.
  private static final Set<String> MAY_BE_EMPTY = Set.of("--text");

  private static final Map<String, String> REQUIRED = Map.of("keygen", "laptop", "port", "9001");

  private static Stream<List<String>> commandLines() {
    List<List<String>> lines = new ArrayList<>();
    Main.whole()
        .getSubcommands()
        .forEach((command, line) -> {
          for (OptionSpec option : line.getCommandSpec().options()) {
            String name = option.longestName();
            if (option.usageHelp() || option.versionHelp() || MAY_BE_EMPTY.contains(name)) {
              continue;
            }
            lines.add(words(command, name + "="));
            if (option.arity().max() > 0) {
              lines.add(words(command, name, ""));
            }
          }
        });
    return lines.stream();
  }

  private static List<String> words(String command, String... option) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of(option));
    String required = REQUIRED.get(command);
    if (required != null) {
      words.add(required);
    }
    return words;
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void isRefusedByName(List<String> words) {
    CommandLine whole = Main.whole();
    ParameterException e =
        assertThrows(ParameterException.class, () -> whole.parseArgs(words.toArray(String[]::new)));
    String sentence = WrongUsage.sentence(e);
    String option = "'" + words.get(1).replace("=", "") + "'";
    assertTrue(sentence.contains(option), sentence);
  }
}
