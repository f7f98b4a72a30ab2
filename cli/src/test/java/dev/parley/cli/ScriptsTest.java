package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts of this source tree find the tree that they belong to, wherever and however they are
/// called. The tests copy them into another tree, where their remaining work is replaced by
/// printing the tree that they found.
class ScriptsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String SAYS_THE_TREE =
      "find_jdk() { echo \"${home:-${root:-$(pwd -P)}}\"; exit 0; }\n";

  /// A call of the scripts that says a sentence, in English and in Chinese.
  private static final Pattern SAID =
      Pattern.compile(
          "(?:say|refuse)\\s+(?:\\\\\\s+)?(\"(?:\\\\.|[^\"])*\") (?:\\\\\\s+)?(\"(?:\\\\.|[^\"])*\")");

  @TempDir private Path directory;

  private Path tree;

  @BeforeEach
  void plant() throws IOException {
    directory = directory.toRealPath();
    tree = Files.createDirectories(directory.resolve("my parley"));
    for (String script :
        List.of(
            "parley", "verify", "scripts/mvn", "scripts/fuzz", "bench/run", "examples/java/run")) {
      Files.createDirectories(tree.resolve(script).getParent());
      Files.copy(ROOT.resolve(script), tree.resolve(script));
      assertEquals(true, tree.resolve(script).toFile().setExecutable(true));
    }
    Files.writeString(
        tree.resolve("scripts/jdk.sh"),
        Files.readString(ROOT.resolve("scripts/jdk.sh")) + SAYS_THE_TREE);
    // A folder of every name that a script might cd to, where CDPATH makes cd look first.
    for (String name :
        List.of(
            "my parley/scripts",
            "my parley/bench",
            "my parley/examples/java",
            "scripts",
            "bench",
            "-p")) {
      Files.createDirectories(directory.resolve("elsewhere/" + name));
    }
    Files.createSymbolicLink(directory.resolve("-p"), tree);
    Files.createSymbolicLink(directory.resolve("link to parley"), Path.of("my parley/parley"));
    Files.createSymbolicLink(directory.resolve("start"), Path.of("link to parley"));
  }

  private void assertFindsItsTree(Path from, String command) throws Exception {
    Map<String, String> environment =
        Map.of(
            "CDPATH", directory.resolve("elsewhere").toString(),
            "FROM", from.toString(),
            "PATH", directory + ":" + System.getenv("PATH"));
    try (Program script =
        Program.start(environment, List.of("env", "sh", "-c", "cd -P \"$FROM\"; " + command))) {
      assertEquals(tree + "\n", script.rest(), script.errors().toString());
      assertEquals(0, script.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parley",
        "verify",
        "scripts/mvn",
        "scripts/fuzz",
        "bench/run",
        "examples/java/run"
      })
  void cdpathLeadsNoScriptElsewhere(String script) throws Exception {
    assertFindsItsTree(directory, "'my parley/" + script + "'");
    assertFindsItsTree(tree, "./" + script);
    assertFindsItsTree(directory, "./-p/" + script);
  }

  @Test
  void aDeletedFolderIsASentence() throws Exception {
    String command = "mkdir gone; cd gone; rmdir ../gone; \"$TREE/parley\"";
    Map<String, String> environment = Map.of("FROM", directory.toString(), "TREE", tree.toString());
    try (Program script =
        Program.start(environment, List.of("env", "sh", "-c", "cd -P \"$FROM\"; " + command))) {
      assertEquals("", script.rest());
      assertEquals(2, script.exitCode());
      assertEquals(
          "parley: the folder that you are in was deleted or moved out of reach; go to another one"
              + " with cd",
          script.errors().getLast());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zh_CN.UTF-8, parley: 当前目录已被删除或移到无法访问的地方；请用 cd 进入别的目录",
    "C.UTF-8, parley: the folder that you are in was deleted or moved out of reach; go to another one with cd"
  })
  void theLauncherSpeaksTheUsersLanguage(String locale, String sentence) throws Exception {
    String command = "cd \"$FROM\"; mkdir gone; cd gone; rmdir ../gone; exec \"$TREE/parley\"";
    Map<String, String> environment =
        Map.of("FROM", directory.toString(), "TREE", tree.toString(), "LC_ALL", locale);
    try (Program script = Program.start(environment, List.of("sh", "-c", command))) {
      assertEquals(2, script.exitCode());
      assertEquals(sentence, script.errors().getLast());
    }
  }

  @ParameterizedTest
  @CsvSource({"parley, 8", "scripts/jdk.sh, 2", "scripts/install.sh, 14"})
  void everySentenceIsInBothLanguages(String name, int sentences) throws IOException {
    String script = Files.readString(ROOT.resolve(name));
    assertEquals(List.of(), script.lines().filter(line -> line.contains("echo ")).toList());
    Matcher said = SAID.matcher(script);
    int count = 0;
    while (said.find()) {
      count++;
      assertTrue(said.group(2).matches(".*\\p{IsHan}.*"), said.group(2));
      assertEquals(said.group(1).split("%s", -1).length, said.group(2).split("%s", -1).length);
    }
    assertEquals(sentences, count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh parley", "bash -- parley"})
  void theLauncherMayBeCalledByItsNameAlone(String command) throws Exception {
    assertFindsItsTree(tree, command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"./start", "start", "'./link to parley'"})
  void theLauncherIsFoundThroughLinks(String command) throws Exception {
    assertFindsItsTree(directory, command);
  }

  @Test
  void theLauncherLooksAtAllModulesThatItBuilds() throws Exception {
    Set<String> modules =
        modules(Files.readString(ROOT.resolve("parley")), "\nmodules=\"([^\"]*)\"");
    Set<String> all = modules(Files.readString(ROOT.resolve("pom.xml")), "<module>(\\w+)</module>");
    all.removeAll(Set.of("bench", "testing"));
    assertEquals(all, modules);
  }

  private static Set<String> modules(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .flatMap(found -> Stream.of(found.group(1).split(" ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
