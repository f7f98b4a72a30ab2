package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents that name the test of each promise: each test exists.
final class SecurityDocumentTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)`");

  @ParameterizedTest
  @ValueSource(strings = {"SECURITY.md", "docs/ATTACKS.md", "docs/ATTACKS.zh-CN.md"})
  void everyTestThatItNamesExists(String document) throws IOException {
    TreeSet<String> missing = new TreeSet<>();
    Matcher named = TEST.matcher(Files.readString(ROOT.resolve(document)));
    Set<String> there = tests();
    int count = 0;
    while (named.find()) {
      count++;
      if (!there.contains(named.group(1))) {
        missing.add(named.group(1));
      }
    }
    assertTrue(count > 0, "no test is named at all");
    assertEquals(Set.of(), missing);
  }

  /// Returns the names of the test classes of all modules.
  private static Set<String> tests() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve(Path.of("src", "test", "java")))
          .filter(Files::isDirectory)
          .flatMap(SecurityDocumentTest::files)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
