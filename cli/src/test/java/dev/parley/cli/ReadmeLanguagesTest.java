package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The Chinese README has everything that the English one has, section by section.
final class ReadmeLanguagesTest {
  private static final String ENGLISH = read("README.md");
  private static final String CHINESE = read("README.zh-CN.md");
  private static final Pattern HEADING = Pattern.compile("(?m)^(?=#+ )");

  /// The parts that must occur equally often in each section of both.
  enum Part {
    HEADINGS("(?m)^#+ "),
    /// Without comments and texts, which are in the reader's language.
    LINES_OF_CODE("(?ms)^```.*?^```$"),
    NAMES_IN_CODE("(?<!`)`[^`\\n]+`(?!`)"),
    OPTIONS("--[a-z][-a-z]+"),
    LINKS("\\]\\(([^)]+)\\)"),
    ITEMS("(?m)^- "),
    ROWS_OF_TABLES("(?m)^\\|"),
    PARAGRAPHS("\\n\\n(?=[^#|\\n-])");

    private final Pattern pattern;

    Part(String pattern) {
      this.pattern = Pattern.compile(pattern);
    }

    /// Returns how often each of them occurs.
    Map<String, Long> in(String section) {
      return pattern
          .matcher(this == LINES_OF_CODE ? section : section.replaceAll("(?ms)^```.*?^```$", ""))
          .results()
          .map(MatchResult::group)
          .map(this::bare)
          .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private String bare(String found) {
      return switch (this) {
        case LINES_OF_CODE ->
            found
                .lines()
                .map(line -> line.replaceFirst("\\s+(#|//) .*", "").replaceAll("'[^']*'", "''"))
                .collect(Collectors.joining("\n"));
        case LINKS -> found.replace("README.zh-CN.md", "README").replace("README.md", "README");
        case HEADINGS -> found;
        case ITEMS, ROWS_OF_TABLES, PARAGRAPHS, NAMES_IN_CODE, OPTIONS -> found;
      };
    }
  }

  private static String read(String name) {
    try {
      return Files.readString(Path.of("..", name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> sections(String text) {
    return HEADING.splitAsStream(text).toList();
  }

  @Test
  void theSectionsAreTheSame() {
    assertEquals(sections(ENGLISH).size(), sections(CHINESE).size());
  }

  @ParameterizedTest
  @EnumSource
  void eachSectionHasTheSame(Part part) {
    List<String> english = sections(ENGLISH);
    List<String> chinese = sections(CHINESE);
    for (int i = 0; i < Math.min(english.size(), chinese.size()); i++) {
      String heading = english.get(i).lines().findFirst().orElse("");
      assertEquals(part.in(english.get(i)), part.in(chinese.get(i)), heading);
    }
  }
}
