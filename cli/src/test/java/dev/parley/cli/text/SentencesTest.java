package dev.parley.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sentences for users are in the bundles and nowhere else, and the bundles hold no others.
final class SentencesTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "parley", "cli");

  /// The text of at least two words, of which the first may be a single character.
  private static final Pattern SENTENCE = Pattern.compile("[A-Za-z]+[,;:]? [a-z]{2,}");

  private static final Pattern KEY =
      Pattern.compile("(?:connect|chat|history|port|io|main)(?:\\.[a-z][a-z0-9-]*)+");

  /// What [Texts#countedProblem] and a choice between two texts add to a key.
  private static final List<String> ENDINGS = List.of("-1", "-hint", "-alike", "-without-trace");

  /// Calls whose strings no user reads as a sentence of the command.
  private static final Set<String> OTHER_READERS =
      Set.of(
          // Defects, whose stack traces go to the developers.
          "IllegalStateException",
          "requireNonNull",
          // Patterns for somebody else's text.
          "compile",
          "ofPattern");

  private static final Set<String> ALLOWED =
      Set.of(
          // Compared with the system's messages.
          "Permission denied",
          "Broken pipe",
          "Disc quota exceeded",
          "Disk quota exceeded",
          "File too large",
          "Max open files",
          "No space left on device",
          "unable to create",
          // Command lines.
          "--framing line:crlf",
          "/history before ",
          // A number with its unit.
          "%.2f ms",
          // The name of a thread, and of defects.
          "parley's handler of SIG",
          "a string in memory refused to be written",
          "no limit",
          // A page for man.
          ".TH PARLEY 1\\n.SH NAME\\nparley \\\\- talk over TCP and UDP\\n");

  /// Files whose strings are something else: pages of HTML, and what is written when no memory is
  /// left to look up a text.
  private static final Set<String> OTHER_FILES = Set.of("BenchPage.java", "FullMemory.java");

  /// Exceptions of the libraries that mean wrong use of them.
  private static final Set<String> MISUSE =
      Set.of("IllegalArgumentException", "AssertionError", "UnsupportedOperationException");

  /// Files of the libraries with strings for a file's readers, and for a hash function.
  private static final Set<String> FILES_FOR_OTHERS = Set.of("UsersFile.java", "Users.java");

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "bench",
        "chat",
        "command",
        "connect",
        "history",
        "io",
        "key",
        "option",
        "output",
        "port",
        "report",
        "secret",
        "serve",
        "terminal"
      })
  void aSentenceIsATextOfABundle(String folder) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (OTHER_FILES.contains(file.getFileName().toString())) {
          continue;
        }
        for (String sentence : sentences(Files.readString(file))) {
          found.add(file.getFileName() + ": " + sentence);
        }
      }
    }
    assertEquals(Set.of(), found);
  }

  /// A text of an enum's constant, such as the pattern of a code, is a value, and so no sentence
  /// that only English readers get.
  @ParameterizedTest
  @ValueSource(strings = {"services", "load", "passwords"})
  void aSentenceOfAModuleIsTheTextOfAConstant(String module) throws IOException {
    Path sources = Path.of("..", module, "src", "main", "java");
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();
        if (!FILES_FOR_OTHERS.contains(name)) {
          literals(Files.readString(file))
              .filter(literal -> !isOfAConstant(literal))
              .filter(literal -> !MISUSE.contains(called(literal)))
              .forEach(literal -> found.add(name + ": " + literal.text()));
        }
      }
    }
    assertEquals(Set.of(), found);
  }

  private static boolean isOfAConstant(StringLiterals.Literal literal) {
    return called(literal).matches("[A-Z][A-Z_]+");
  }

  private static String called(StringLiterals.Literal literal) {
    return literal.enclosing().isEmpty() ? "" : literal.enclosing().getFirst();
  }

  @Test
  void aSentenceIsFound() {
    assertEquals(
        List.of("the server ", " was lost"),
        sentences(
            """
            /// A comment with "several words in quotes".
            void lost(String name) {
              // notes.say("several other words")
              char quote = '"';
              throw new IllegalStateException("never in any order");
              notes.say("the server " + name + " was lost", "\\"one", "--option NAME");
            }
            """));
  }

  private static List<String> sentences(String source) {
    return literals(source).map(StringLiterals.Literal::text).toList();
  }

  private static Stream<StringLiterals.Literal> literals(String source) {
    return StringLiterals.of(source).stream()
        .filter(literal -> SENTENCE.matcher(literal.text()).find())
        .filter(literal -> literal.enclosing().stream().noneMatch(OTHER_READERS::contains))
        .filter(literal -> !ALLOWED.contains(literal.text()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Area.class,
      names = {"MAIN", "CONNECT", "CHAT", "HISTORY", "PORT"})
  void everyTextIsUsed(Area area) throws IOException {
    Set<String> unused = new TreeSet<>(area.bundle(Language.ENGLISH).keySet());
    unused.removeIf(key -> isUsed(key));
    assertEquals(Set.of(), unused);
  }

  private static boolean isUsed(String key) {
    Set<String> used = Used.KEYS;
    return used.contains(key)
        || ENDINGS.stream()
            .anyMatch(ending ->
                key.endsWith(ending)
                    && used.contains(key.substring(0, key.length() - ending.length())));
  }

  @Test
  void everyTextThatIsUsedExists() {
    assertTrue(Used.KEYS.size() > 50, Used.KEYS.toString());
    for (String key : Used.KEYS) {
      assertTrue(Texts.has(key), key);
    }
  }

  /// The keys in the sources outside of the bundles.
  private static final class Used {
    static final Set<String> KEYS = keys();

    private static Set<String> keys() {
      try (Stream<Path> files = Files.walk(SOURCES)) {
        Set<String> keys = new TreeSet<>();
        files
            .filter(path -> path.toString().endsWith(".java"))
            .filter(path -> !path.startsWith(SOURCES.resolve("text")))
            .flatMap(path -> StringLiterals.of(content(path)).stream())
            .map(StringLiterals.Literal::text)
            .filter(text -> KEY.matcher(text).matches())
            .forEach(keys::add);
        return keys;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String content(Path path) {
      try {
        return Files.readString(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
