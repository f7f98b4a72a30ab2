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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each document in Chinese has everything that the English one has, section by section.
final class DocumentLanguagesTest {
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
        case LINKS -> found.replace(".zh-CN.md", ".md");
        case HEADINGS -> found;
        case ITEMS, ROWS_OF_TABLES, PARAGRAPHS, NAMES_IN_CODE, OPTIONS -> found;
      };
    }
  }

  /// The documents that there are in both languages.
  enum Document {
    README("README"),
    COMMAND("docs/COMMAND"),
    ATTACKS("docs/ATTACKS");

    private final String path;

    Document(String path) {
      this.path = path;
    }

    List<String> english() throws IOException {
      return sections(".md");
    }

    List<String> chinese() throws IOException {
      return sections(".zh-CN.md");
    }

    private List<String> sections(String ending) throws IOException {
      String text = Files.readString(Path.of("..", path + ending));
      return HEADING.splitAsStream(text).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSectionsAreTheSame(Document document) throws IOException {
    assertEquals(document.english().size(), document.chinese().size());
  }

  @ParameterizedTest
  @EnumSource
  void eachSectionHasTheSame(Document document) throws IOException {
    List<String> english = document.english();
    List<String> chinese = document.chinese();
    for (int i = 0; i < Math.min(english.size(), chinese.size()); i++) {
      String heading = english.get(i).lines().findFirst().orElse("");
      for (Part part : Part.values()) {
        assertEquals(part.in(english.get(i)), part.in(chinese.get(i)), heading + ": " + part);
      }
    }
  }

  @Test
  void everyDocumentInChineseIsCompared() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "docs"))) {
      long pages = files.filter(file -> file.toString().endsWith(".zh-CN.md")).count();
      assertEquals(Document.values().length - 1, pages, "README is not in docs");
    }
  }
}
