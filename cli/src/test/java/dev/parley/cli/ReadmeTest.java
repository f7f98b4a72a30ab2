package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands in README.md, exactly as written there, work as it says; so do those of
/// examples/README.md. [CommandGuideTest] does the same for docs/COMMAND.md.
@ExtendWith(BuiltLauncher.class)
final class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

  static final String CHAT = "./parley serve";
  private static final String ADA = "./parley connect --name ada";
  private static final String NC = "nc 127.0.0.1 9000";
  static final String SERVE = "./parley serve upper";
  static final String TCP = "printf 'hello\\n' | ./parley connect tcp://127.0.0.1:9000";
  static final String UDP = "printf 'a\\nb\\n' | ./parley connect udp://127.0.0.1:9000";
  static final String CONNECT = "./parley connect";
  private static final String OPERATOR = "./parley serve operator";

  /// Tested by [InstallTest].
  private static final String INSTALL = "./parley install";

  static final String KEYGEN = "./parley keygen laptop > laptop.key";
  static final String KEYS = "(umask 077; mkdir keys; cp laptop.key keys/)";
  private static final String SEALED =
      "./parley serve upper --keys keys/ -l tcp://127.0.0.1:9000 -l udp://127.0.0.1:9000";
  private static final String SEALED_TCP =
      "./parley connect tcp://127.0.0.1:9000 --key-file laptop.key";

  /// Every command that a test below runs, so that the README has no untested one.
  static final Set<String> TRIED =
      Set.of(
          CHAT,
          ADA,
          NC,
          SERVE,
          TCP,
          UDP,
          CONNECT,
          OPERATOR,
          INSTALL,
          KEYGEN,
          KEYS,
          SEALED,
          SEALED_TCP);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "xx_YY", "xx_YY.UTF-8", "C.UTF-8", ""})
  void theLauncherReadsUtf8InAnyLocale(String locale) throws Exception {
    String word = "$(printf 'gr\\303\\274n')";
    String script = "exec \"$@\" --quit-word \"" + word + "\" --key-file \"" + word + "\"";
    String launcher = DocumentedCommands.ROOT.resolve("parley").toString();
    try (Program program =
        Program.start(
            Map.of("LC_ALL", locale), List.of("sh", "-c", script, "sh", launcher, "connect"))) {
      String line = program.await(one -> one.startsWith("parley: "));
      assertEquals("parley: cannot read the key file grün: there is no such file", line);
      assertEquals(2, program.exitCode());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zh_CN.UTF-8, parley: 端口 0 超出范围；端口是 1 到 65535",
    "zh_CN.GB18030, parley: 端口 0 超出范围；端口是 1 到 65535",
    "de_DE.UTF-8, parley: port 0 is out of range; ports are 1 to 65535"
  })
  void theLauncherSpeaksTheUsersLanguageInUtf8(String locale, String sentence) throws Exception {
    String launcher = DocumentedCommands.ROOT.resolve("parley").toString();
    try (Program program =
        Program.start(Map.of("LC_ALL", locale), List.of(launcher, "port", "0"))) {
      assertEquals(List.of(sentence), program.errors());
      assertEquals(2, program.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void everyCommandIsTried(String file) throws IOException {
    assertEquals(TRIED, Set.copyOf(DocumentedCommands.in(file)));
  }

  @Test
  void everyRelativeLinkPointsAtAFile() throws IOException {
    Path root = DocumentedCommands.ROOT;
    List<String> broken = new ArrayList<>();
    try (Stream<Path> top = Files.list(root);
        Stream<Path> docs = Files.walk(root.resolve("docs"));
        Stream<Path> bench = Files.list(root.resolve("bench"));
        Stream<Path> examples = Files.walk(root.resolve("examples"), 3)) {
      Stream<Path> documents = Stream.of(top, docs, bench, examples).flatMap(files -> files);
      for (Path document : documents.filter(path -> path.toString().endsWith(".md")).toList()) {
        Matcher links = LINK.matcher(Files.readString(document));
        while (links.find()) {
          String target = links.group(1);
          if (!target.matches("[a-z]+:.*") && !Files.exists(document.resolveSibling(target))) {
            broken.add(root.relativize(document) + ": " + target);
          }
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void twoPeopleTalkInTheLobby() throws Exception {
    Installed.need("nc");
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(CHAT)) {
      assertEquals(9000, server.port("tcp"));
      assertEquals(9000, server.port("udp"));
      try (Program nc = network.run(NC)) {
        nc.awaitStdout("you are in #lobby");
        try (Program ada = network.run(ADA)) {
          ada.type("你好, everybody\n");
          assertTrue(hears(nc, "#lobby ada: 你好, everybody"));
          nc.type("hello ada\n");
          assertTrue(hears(ada, "#lobby guest1: hello ada"));
        }
      }
    }
  }

  private static boolean hears(Program member, String end) throws Exception {
    while (!member.line().endsWith(end)) {
      // Who has come, for example.
    }
    return true;
  }

  @Test
  void aServerIsTalkedWithOverTcpAndUdp() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(SERVE)) {
      assertEquals(9000, server.port("tcp"));
      assertEquals(9000, server.port("udp"));
      try (Program client = network.run(TCP)) {
        assertEquals("HELLO\n", client.rest());
        assertEquals(0, client.exitCode());
      }
      try (Program client = network.run(UDP)) {
        assertEquals("A\nB\n", client.rest());
        assertEquals(0, client.exitCode());
      }
      try (Program client = network.run(CONNECT)) {
        client.type("by hand\n");
        assertEquals("BY HAND", client.line());
      }
    }
  }

  @Test
  void anOperatorAnswersClients() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program operator = network.run(OPERATOR)) {
      operator.port("udp");
      try (Program client = network.run(CONNECT)) {
        client.type("hello\n");
        assertTrue(operator.line().endsWith(": hello"));
        operator.type("good day\n");
        assertEquals("good day", client.line());
      }
    }
  }

  @Test
  void whoHasTheKeyTalksPrivately() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      for (String command : List.of("umask 022 && " + KEYGEN, KEYS)) {
        try (Program program = network.run(command)) {
          assertEquals(List.of(), program.errors());
          assertEquals(0, program.exitCode());
        }
      }
      try (Program server = network.run(SEALED)) {
        server.await("parley: sealed with 1 key from keys"::equals);
        server.port("tcp");
        for (String connect : List.of(SEALED_TCP, CommandGuideTest.SEALED_UDP)) {
          try (Program client = network.run("printf 'hello\\n' | " + connect)) {
            assertEquals("HELLO\n", client.rest());
            assertEquals(0, client.exitCode());
          }
        }
        try (Program stranger = network.run("printf 'hello\\n' | " + CONNECT)) {
          assertEquals("", stranger.rest());
          assertEquals(3, stranger.exitCode());
        }
      }
      network.assertGitIgnoresWhatWasMade();
    }
  }

  @Test
  void theExampleTalksWithTheServer() throws Exception {
    String python = Installed.pythonWith("cryptography") + " examples/";
    List<String> commands = DocumentedCommands.in("examples/README.md");
    assertEquals(3, commands.size());
    Path examples = directory.resolve("examples");
    Files.createSymbolicLink(examples, DocumentedCommands.ROOT.resolve("examples"));
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program key = network.run(commands.get(0))) {
      assertEquals(0, key.exitCode(), key.errors().toString());
      try (Program server = network.run(commands.get(1))) {
        server.port("tcp");
        try (Program client = network.run(commands.get(2).replace("examples/", python))) {
          assertEquals("HELLO\n", client.rest());
          assertEquals(0, client.exitCode());
        }
      }
      Files.delete(examples);
      network.assertGitIgnoresWhatWasMade();
    }
  }
}
