package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `./parley install` and `parley uninstall`, in a folder of the test.
class InstallTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Map<String, String> NO_PATH =
      Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", System.getProperty("java.home"));

  /// An installation for the tests that only look at one, made by the first of them.
  @TempDir private static Path shared;

  @TempDir private Path directory;

  private Path prefix;

  @BeforeEach
  void choose() throws IOException {
    prefix = directory.toRealPath().resolve("a prefix");
  }

  private static Program run(Path program, String... words) throws IOException {
    return run(NO_PATH, program, words);
  }

  private static Program run(Map<String, String> environment, Path program, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    return Program.start(environment, command);
  }

  private String install() throws Exception {
    return installTo(prefix);
  }

  private static String installTo(Path prefix) throws Exception {
    try (Program install = run(ROOT.resolve("parley"), "install", "--prefix", prefix.toString())) {
      String said = install.rest();
      assertEquals(0, install.exitCode(), install.errors().toString());
      return said;
    }
  }

  private static Path sharedInstallation() throws Exception {
    Path prefix = shared.toRealPath().resolve("a prefix");
    if (!Files.exists(prefix)) {
      String _ = installTo(prefix);
    }
    return prefix;
  }

  private Path command() {
    return prefix.resolve("bin/parley");
  }

  @Test
  void theCommandRunsWithoutTheClone() throws Exception {
    String said = install();
    assertTrue(said.startsWith("installed " + command()), said);
    assertTrue(said.contains("is not on your PATH; add this line to ~/.profile"), said);
    for (String cache : List.of("serve.aot", "chat.aot", "start.aot")) {
      assertTrue(Files.exists(prefix.resolve("lib/parley").resolve(cache)), cache);
    }
    // Through a link, from another folder; nothing of it refers to the clone.
    Path link = Files.createSymbolicLink(directory.resolve("link"), command());
    try (Program version = run(link, "--version")) {
      assertTrue(version.rest().startsWith("parley "), version.errors().toString());
      assertEquals(0, version.exitCode());
      assertEquals(List.of(), version.errors());
    }
    try (Stream<Path> files = Files.walk(prefix.resolve("lib"))) {
      assertEquals(List.of(), files.filter(Files::isSymbolicLink).toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zh_CN.UTF-8, '', '', true",
    "'', zh_SG, '', true",
    "'', '', zh-Hans.UTF-8@pinyin, true",
    "C, zh_CN.UTF-8, zh_CN.UTF-8, false",
    "'', '', zh_TW.UTF-8, false"
  })
  void theInstallationSpeaksTheUsersLanguage(
      String all, String messages, String lang, boolean isChinese) throws Exception {
    Map<String, String> environment = new HashMap<>(NO_PATH);
    environment.putAll(Map.of("LC_ALL", all, "LC_MESSAGES", messages, "LANG", lang));
    for (String verb : List.of("install", "uninstall")) {
      try (Program refused = run(environment, ROOT.resolve("parley"), verb, "nonsense");
          Program help = run(environment, ROOT.resolve("parley"), verb, "--help")) {
        assertEquals(
            List.of(
                (isChinese
                        ? "parley: VERB 不接受“nonsense”；参见 parley VERB --help"
                        : "parley: VERB does not know 'nonsense'; see parley VERB --help")
                    .replace("VERB", verb)),
            refused.errors());
        assertEquals(2, refused.exitCode());
        assertTrue(help.rest().startsWith(isChinese ? "用法：" : "Usage: "));
        assertEquals(0, help.exitCode());
      }
    }
  }

  @Test
  void itSaysNothingOfAPathThatIsRight() throws Exception {
    Map<String, String> environment =
        Map.of("PATH", prefix.resolve("bin") + ":/usr/bin:/bin", "HOME", directory.toString());
    try (Program install =
        run(environment, ROOT.resolve("parley"), "install", "--prefix=" + prefix)) {
      assertFalse(install.rest().contains("PATH"));
      assertEquals(0, install.exitCode(), install.errors().toString());
    }
  }

  @Test
  void bashCompletesVerbsAndOptions() throws Exception {
    Installed.need("bash");
    Path file = sharedInstallation().resolve("share/bash-completion/completions/parley");
    assertCompletes("serve", file, 1, "parley ser");
    assertCompletes("--max-sessions", file, 2, "parley serve --max-se");
    assertCompletes("search", file, 2, "parley history sea");
    assertCompletes("--salvage", file, 3, "parley history verify --sal");
  }

  private static void assertCompletes(String wanted, Path file, int word, String typed)
      throws Exception {
    // compopt only works inside a completion.
    String script =
        "bash -n \"$0\" && . \"$0\" && compopt() { :; } && COMP_CWORD=$1 && COMP_WORDS=($2) && _complete_parley;"
            + " echo \"${COMPREPLY[*]}\"";
    try (Program bash =
        run(Path.of("bash"), "-c", script, file.toString(), Integer.toString(word), typed)) {
      assertEquals(wanted, bash.line().strip());
      assertEquals(List.of(), bash.errors());
    }
  }

  @Test
  void theManPageShowsTheHelpAsItIs() throws Exception {
    Installed.need("man");
    Path page = sharedInstallation().resolve("share/man/man1/parley.1");
    try (Program man =
            run(
                Map.of("MANWIDTH", "100", "MANPAGER", "cat", "LC_ALL", "C.UTF-8"),
                Path.of("man"),
                "--warnings",
                "-l",
                page.toString());
        Program help = Program.start("serve", "--help");
        Program inner = Program.start("history", "search", "--help")) {
      String text = man.rest().replaceAll(".\b", "").replaceAll("\u001b\\[[0-9;]*m", "");
      assertEquals(0, man.exitCode());
      assertEquals(List.of(), man.errors());
      for (String line : (help.rest() + inner.rest()).lines().toList()) {
        assertTrue(text.contains(line.stripTrailing()), line);
      }
    }
  }

  @Test
  void thereIsAManPageInChinese() throws Exception {
    Path prefix = sharedInstallation();
    String page = Files.readString(prefix.resolve("share/man/zh_CN/man1/parley.1"));
    assertTrue(page.startsWith(".TH PARLEY 1\n.SH 名称\nparley \\- 用 TCP 和 UDP 通信\n"), page);
    assertTrue(page.contains("用法：parley serve "), page);
    String english = Files.readString(prefix.resolve("share/man/man1/parley.1"));
    assertTrue(english.contains("Usage: parley serve "), english);
  }

  @Test
  void uninstallLeavesNothingOfItsOwnAndEverythingElse() throws Exception {
    Path other = Files.createDirectories(prefix.resolve("bin")).resolve("other");
    Files.writeString(other, "");
    install();
    install(); // again, over the old one
    try (Program uninstall = run(command(), "uninstall")) {
      assertEquals("removed Parley from " + prefix + "\n", uninstall.rest());
      assertEquals(0, uninstall.exitCode(), uninstall.errors().toString());
    }
    try (Stream<Path> left = Files.walk(prefix)) {
      assertEquals(List.of(prefix, prefix.resolve("bin"), other), left.sorted().toList());
    }
    try (Program again = run(ROOT.resolve("parley"), "uninstall", "--prefix", prefix.toString())) {
      assertEquals(
          List.of("parley: nothing is installed in " + prefix + "; see parley uninstall --help"),
          again.errors());
      assertEquals(2, again.exitCode());
    }
  }

  @Test
  void aProgramThatHasTakenThePlaceOfTheCommandStays() throws Exception {
    install();
    Files.delete(command());
    Files.writeString(command(), "another program");
    try (Program again = run(ROOT.resolve("parley"), "install", "--prefix", prefix.toString())) {
      assertEquals(2, again.exitCode());
    }
    try (Program uninstall = run(prefix.resolve("lib/parley/parley"), "uninstall")) {
      assertEquals(0, uninstall.exitCode(), uninstall.errors().toString());
    }
    assertEquals("another program", Files.readString(command()));
    assertFalse(Files.exists(prefix.resolve("lib")));
  }

  @Test
  void whatALinkInThePlaceOfAFileOfOursLeadsToStays() throws Exception {
    Path mine = Files.writeString(directory.resolve("mine"), "mine");
    Path pages = Files.createDirectories(prefix.resolve("share/man/man1"));
    Files.createSymbolicLink(pages.resolve("parley.1"), mine);
    Files.createSymbolicLink(pages.resolve("parley.1.new"), mine);
    install();
    assertEquals("mine", Files.readString(mine));
    assertTrue(Files.readString(pages.resolve("parley.1")).startsWith(".TH PARLEY"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c:d", "two\nlines"})
  void aFolderThatJavaCannotStartInIsRefused(String name) throws Exception {
    Path folder = directory.toRealPath().resolve(name);
    try (Program install = run(ROOT.resolve("parley"), "install", "--prefix", folder.toString())) {
      assertEquals(2, install.exitCode());
      assertEquals(
          List.of(
              "parley: a folder with a colon or a line end in its name is none that Java can start a"
                  + " program in; choose another one with --prefix"),
          install.errors());
    }
    assertFalse(Files.exists(folder));
  }

  @Test
  void aCloneInAFolderThatJavaCannotStartInSaysSo() throws Exception {
    Path clone = Files.createDirectory(directory.toRealPath().resolve("c:d"));
    Path launcher = Files.copy(ROOT.resolve("parley"), clone.resolve("parley"));
    Files.createDirectory(clone.resolve("scripts"));
    Files.copy(ROOT.resolve("scripts/jdk.sh"), clone.resolve("scripts/jdk.sh"));
    try (Program version = run(launcher, "--version")) {
      assertEquals(2, version.exitCode());
      assertEquals(
          List.of(
              "parley: Java cannot start a program in a folder with a colon in its name, "
                  + clone
                  + "; rename or move it"),
          version.errors());
    }
  }

  @Test
  void whatIsNotOursIsNotReplaced() throws Exception {
    Files.createDirectories(prefix.resolve("bin"));
    Files.writeString(command(), "another program");
    try (Program install = run(ROOT.resolve("parley"), "install", "--prefix", prefix.toString())) {
      assertTrue(
          install
              .errors()
              .getLast()
              .startsWith("parley: " + command() + " is there and is another"));
      assertEquals(2, install.exitCode());
    }
    assertEquals("another program", Files.readString(command()));
  }
}
