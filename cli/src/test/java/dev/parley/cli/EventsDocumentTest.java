package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of the command's own problems in `docs/EVENTS.md` has the keys that the source uses.
final class EventsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "EVENTS.md");
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "parley", "cli");

  /// A row of the table: the beginning that its keys have in common, then their ends.
  private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+\\.)` \\|[^|]*\\| (.*) \\|");

  private static final Pattern CODE = Pattern.compile("`([a-z0-9.-]+)`");

  /// The first argument of a call that makes a problem of a sentence; it may choose between keys.
  private static final Pattern CALL =
      Pattern.compile("Texts\\s*\\.(?:problem|variantProblem|countedProblem)\\(([^,;]*)");

  private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:\\.[a-z0-9-]+)+)\"");

  /// Sentences that are put around another problem, whose key programs get.
  private static final Set<String> AROUND_ANOTHER = Set.of("main.see-help");

  private static Set<String> documented() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String line : Files.readAllLines(DOCUMENT, UTF_8)) {
      ROW.matcher(line)
          .results()
          .forEach(row -> found(CODE, row.group(2)).forEach(end -> keys.add(row.group(1) + end)));
    }
    return keys;
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String source() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!file.startsWith(SOURCES.resolve("text"))) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  @Test
  void everyProblemOfTheCommandIsDocumented() throws IOException {
    Set<String> missing = new TreeSet<>();
    CALL.matcher(source())
        .results()
        .map(MatchResult::group)
        .flatMap(call -> found(KEY, call).stream())
        .forEach(missing::add);
    assertTrue(missing.size() > 100, missing.toString());
    missing.removeAll(documented());
    missing.removeAll(AROUND_ANOTHER);
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyDocumentedProblemIsOneOfTheCommand() throws IOException {
    Set<String> unknown = documented();
    assertTrue(unknown.size() > 100, unknown.toString());
    unknown.removeAll(found(KEY, source()));
    assertEquals(Set.of(), unknown);
  }
}
