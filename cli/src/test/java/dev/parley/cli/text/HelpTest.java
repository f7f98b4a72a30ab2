package dev.parley.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.Main;
import dev.parley.cli.command.HelpSections;
import dev.parley.cli.command.HelpTexts;
import dev.parley.cli.command.ShortHelp;
import dev.parley.passwords.Verifier;
import dev.parley.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/// The help of all commands, in both languages.
class HelpTest {
  private static final int COLUMNS = 80;
  private static final int SHORT_LINES = 24;

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])-{1,2}[A-Za-z0-9][\\w-]*");

  /// Values and labels: whatever is not prose in either language.
  private static final Pattern LABEL = Pattern.compile("(?<![\\w-])[A-Z]{2,}(?![\\w-])");

  /// The keys that the help of all commands asked for, one set for all of them.
  private final Set<String> asked = new TreeSet<>();

  private CommandLine whole(Language language) {
    ListResourceBundle bundle = Area.HELP.bundle(language);
    CommandLine whole = Main.whole();
    HelpSections.install(
        whole,
        new HelpTexts(
            new HelpTexts.Source() {
              @Override
              public String text(String key, Object... arguments) {
                asked.add(key);
                return Problem.fill(bundle.getString(key), List.of(arguments));
              }

              @Override
              public boolean has(String key) {
                return bundle.containsKey(key);
              }
            }));
    return whole;
  }

  private static List<CommandLine> commands(CommandLine whole) {
    List<CommandLine> commands = new ArrayList<>(List.of(whole));
    whole.getSubcommands().values().forEach(command -> commands.addAll(commands(command)));
    return commands;
  }

  private static Set<String> found(Pattern pattern, String text) {
    return new TreeSet<>(pattern.matcher(text).results().map(MatchResult::group).toList());
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyOptionAndWordIsDescribed(Language language) {
    for (CommandLine command : commands(whole(language))) {
      command.getUsageMessage();
      List<ArgSpec> all = new ArrayList<>(command.getCommandSpec().args());
      assertFalse(all.isEmpty());
      for (ArgSpec one : all) {
        assertNotEquals("", String.join("", one.description()), command.getCommandName() + one);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyTextIsShown(Language language) {
    for (CommandLine command : commands(whole(language))) {
      command.getUsageMessage();
      ShortHelp.text(command);
    }
    Set<String> texts = new TreeSet<>(Area.HELP.bundle(language).keySet());
    texts.removeIf(key -> key.startsWith("help.man.")); // InstallTest has the man pages
    assertEquals(texts, asked);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void noLineIsWiderThanATerminal(Language language) {
    for (CommandLine command : commands(whole(language))) {
      for (String text : List.of(command.getUsageMessage(), ShortHelp.text(command))) {
        text.lines().forEach(line -> assertTrue(width(line) <= COLUMNS, line));
      }
    }
  }

  /// picocli starts all descriptions in one column, and continues them two further to the right.
  @ParameterizedTest
  @EnumSource(Language.class)
  void descriptionsAreAligned(Language language) {
    for (CommandLine command : commands(whole(language))) {
      Set<Integer> columns = new TreeSet<>();
      command
          .getUsageMessage()
          .lines()
          .filter(line -> line.matches("  (-\\w|   )[,=].*|      --.*"))
          .filter(line -> line.matches(".*\\S {2,}\\S.*"))
          .forEach(line -> columns.add(width(line.replaceFirst("(\\S {2,})(?=\\S+.*$).*", "$1"))));
      assertTrue(columns.size() <= 2, command.getCommandName() + columns);
    }
  }

  @Test
  void bothLanguagesNameTheSameOptionsAndValues() {
    List<CommandLine> english = commands(whole(Language.ENGLISH));
    List<CommandLine> chinese = commands(whole(Language.CHINESE));
    for (int i = 0; i < english.size(); i++) {
      for (Pattern pattern : List.of(OPTION, LABEL)) {
        assertEquals(
            found(pattern, english.get(i).getUsageMessage()),
            found(pattern, chinese.get(i).getUsageMessage()));
        assertEquals(
            found(pattern, ShortHelp.text(english.get(i))),
            found(pattern, ShortHelp.text(chinese.get(i))));
      }
    }
  }

  @Test
  void theChineseHelpIsInChinese() {
    Pattern words = Pattern.compile("[a-z]{3,} [a-z]{3,} (the|a|of|to|is|in|and|with) ");
    for (CommandLine command : commands(whole(Language.CHINESE))) {
      assertEquals(Set.of(), found(words, command.getUsageMessage()));
      assertTrue(command.getUsageMessage().startsWith("用法："), command.getUsageMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void theShortHelpIsAPartOfTheLongOne(Language language) {
    for (CommandLine command : commands(whole(language))) {
      String text = ShortHelp.text(command);
      assertTrue(text.lines().count() <= SHORT_LINES, text);
      Set<String> unknown = found(OPTION, text);
      unknown.removeAll(found(OPTION, command.getUsageMessage()));
      assertEquals(Set.of(), unknown);
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void theNumbersOfTheLibraryAreRight(Language language) {
    String text = Area.HELP.bundle(language).getString("help.password.min-rounds");
    assertTrue(
        text.contains(" " + Verifier.ITERATIONS) || text.contains("为 " + Verifier.ITERATIONS));
    assertTrue(text.matches(".*\\b" + Verifier.MIN_ITERATIONS + "\\b.*"), text);
  }

  private static int width(String line) {
    return line.codePoints().map(WCWidth::wcwidth).sum();
  }
}
