package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands in README.md, exactly as written there, work as it says. They run in a network
/// namespace of Linux, where port 9000 is always free.
final class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)$(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

  // Every command that a test below runs, so that the README has no untested one, except for the
  // command that started these tests.
  private static final String SERVE = "./parley serve upper";

  private static final String TCP = "printf 'hello\\n' | ./parley connect tcp://127.0.0.1:9000";
  private static final String UDP = "printf 'a\\nb\\n' | ./parley connect udp://127.0.0.1:9000";
  private static final String CONNECT = "./parley connect";

  /// Tested by [InstallTest].
  private static final String INSTALL = "./parley install";

  private static final String OPERATOR = "./parley serve operator";
  private static final String REPLY =
      "./parley serve reply --text 'server send :{message}' --framing raw --quit-word q";
  private static final String REPLY_CHINESE =
      "./parley serve reply --text '服务端接收到信息{message}' --framing raw --quit-word q";
  private static final String THREE =
      "./parley serve upper -l tcp://127.0.0.1:0 -l udp://127.0.0.1:0 -l unix:./p.sock";
  private static final String KEY = "(umask 077; head -c 32 /dev/urandom | base64 > key.txt)";
  private static final String LOGIN =
      "./parley serve upper --framing length:4le --reply-framing raw --auth hmac-md5 --key-file"
          + " key.txt";
  private static final String KEYGEN = "./parley keygen laptop > laptop.key";
  private static final String KEYS = "(umask 077; mkdir keys; cp laptop.key keys/)";
  private static final String SEALED =
      "./parley serve upper --keys keys/ -l tcp://127.0.0.1:9000 -l udp://127.0.0.1:9000";
  private static final String SEALED_TCP =
      "./parley connect tcp://127.0.0.1:9000 --key-file laptop.key";
  private static final String SEALED_UDP =
      "./parley connect udp://127.0.0.1:9000 --key-file laptop.key";
  private static final String CERT = "./parley cert";
  private static final String PASSWD = "./parley passwd users alice";
  private static final String TLS =
      "./parley serve upper -l tls://127.0.0.1:9443 --tls-cert parley-cert.pem --tls-key"
          + " parley-key.pem --users users";
  private static final String TLS_CONNECT =
      "./parley connect tls://127.0.0.1:9443 --ca parley-cert.pem --user alice";
  private static final String PORT = "./parley port 9000";
  private static final String BENCH = "./parley bench --connections 100 --depth 8";
  private static final String HELP = "./parley serve --help";
  private static final String VERIFY = "./verify";

  private static final List<String> TRIED =
      List.of(
          SERVE,
          TCP,
          UDP,
          CONNECT,
          INSTALL,
          OPERATOR,
          REPLY,
          REPLY_CHINESE,
          THREE,
          KEY,
          LOGIN,
          KEYGEN,
          KEYS,
          SEALED,
          SEALED_TCP,
          SEALED_UDP,
          CERT,
          PASSWD,
          TLS,
          TLS_CONNECT,
          PORT,
          BENCH,
          HELP,
          VERIFY);

  @TempDir private Path directory;

  /// If the launcher's jars have not been built yet, its first start builds them.
  @BeforeAll
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  static void built() throws Exception {
    Process build =
        new ProcessBuilder(ROOT.resolve("parley").toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, build.waitFor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "xx_YY", "xx_YY.UTF-8", "C.UTF-8", ""})
  void theLauncherReadsUtf8InAnyLocale(String locale) throws Exception {
    String word = "$(printf 'gr\\303\\274n')";
    String script = "exec \"$@\" --quit-word \"" + word + "\" --key-file \"" + word + "\"";
    String launcher = ROOT.resolve("parley").toString();
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
    String launcher = ROOT.resolve("parley").toString();
    try (Program program =
        Program.start(Map.of("LC_ALL", locale), List.of(launcher, "port", "0"))) {
      assertEquals(List.of(sentence), program.errors());
      assertEquals(2, program.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void everyCommandIsTried(String file) throws IOException {
    TreeSet<String> commands = new TreeSet<>();
    Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve(file)));
    while (blocks.find()) {
      if (!blocks.group(1).equals("java")) {
        blocks
            .group(2)
            .strip()
            .lines()
            .map(line -> line.replaceFirst(" +#.*", ""))
            .forEach(commands::add);
      }
    }
    TreeSet<String> untried = new TreeSet<>(commands);
    untried.removeAll(TRIED);
    assertEquals(Set.of(), untried);
    assertEquals(TRIED.size() - 1, commands.size(), "reply has one text in each language");
  }

  @Test
  void everyRelativeLinkPointsAtAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream<Path> documents = Stream.concat(top, docs);
      for (Path document : documents.filter(path -> path.toString().endsWith(".md")).toList()) {
        Matcher links = LINK.matcher(Files.readString(document));
        while (links.find()) {
          String target = links.group(1);
          if (!target.matches("[a-z]+:.*") && !Files.exists(document.resolveSibling(target))) {
            broken.add(ROOT.relativize(document) + ": " + target);
          }
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void aServerIsTalkedWithOverTcpAndUdp() throws Exception {
    try (Program network = network();
        Program server = run(network, SERVE)) {
      assertEquals(9000, server.port("tcp"));
      assertEquals(9000, server.port("udp"));
      try (Program client = run(network, TCP)) {
        assertEquals("HELLO\n", client.rest());
        assertEquals(0, client.exitCode());
      }
      try (Program client = run(network, UDP)) {
        assertEquals("A\nB\n", client.rest());
        assertEquals(0, client.exitCode());
      }
      try (Program client = run(network, CONNECT)) {
        client.type("by hand\n");
        assertEquals("BY HAND", client.line());
      }
      try (Program port = run(network, PORT)) {
        assertTrue(port.line().startsWith("tcp 127.0.0.1:9000 is held by "));
        assertEquals(1, port.exitCode());
      }
    }
  }

  @Test
  void aFreePortIsFree() throws Exception {
    try (Program network = network();
        Program port = run(network, PORT)) {
      assertEquals("port 9000 is free (tcp, udp)\n", port.rest());
      assertEquals(0, port.exitCode());
    }
  }

  @Test
  void anOperatorAnswersClients() throws Exception {
    try (Program network = network();
        Program operator = run(network, OPERATOR)) {
      operator.port("udp");
      try (Program client = run(network, CONNECT)) {
        client.type("hello\n");
        assertTrue(operator.line().endsWith(": hello"));
        operator.type("good day\n");
        assertEquals("good day", client.line());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REPLY, REPLY_CHINESE})
  void aReplyIsAsWrittenAndAQuitWordEndsIt(String command) throws Exception {
    String answer = command.replaceFirst(".*'(.*)\\{message}'.*", "$1");
    try (Program network = network();
        Program reply = run(network, command)) {
      reply.port("tcp");
      try (Program client = run(network, CONNECT + " --framing raw")) {
        client.type("hello\n");
        assertEquals(answer + "hello", client.line());
        client.type("q\n");
        assertEquals(answer + "q\n", client.rest());
        assertEquals(0, client.exitCode());
      }
    }
  }

  @Test
  void threeListenersTakeAPortOrAFileEach() throws Exception {
    try (Program network = network();
        Program server = run(network, THREE)) {
      server.port("tcp");
      server.port("udp");
      server.await("parley: listening on unix:./p.sock"::equals);
      try (Program client = run(network, "printf 'hello\\n' | ./parley connect unix:./p.sock")) {
        assertEquals("HELLO\n", client.rest());
      }
    }
    assertGitIgnoresWhatWasMade();
  }

  @Test
  void aLoginLetsInWhoHasTheKey() throws Exception {
    try (Program network = network();
        Program key = run(network, KEY)) {
      assertEquals(0, key.exitCode());
    }
    try (Program network = network();
        Program server = run(network, LOGIN)) {
      server.port("tcp");
      String client = LOGIN.replace("serve upper", "connect");
      try (Program friend = run(network, "printf 'hello\\n' | " + client)) {
        assertEquals("HELLO\n", friend.rest());
        assertEquals(0, friend.exitCode());
      }
      Files.writeString(directory.resolve("guess.key"), "guess\n");
      try (Program stranger =
          run(network, "printf 'hello\\n' | " + client.replace("key.txt", "guess.key"))) {
        assertEquals(3, stranger.exitCode());
      }
    }
    assertGitIgnoresWhatWasMade();
  }

  @Test
  void whoHasTheKeyTalksPrivately() throws Exception {
    try (Program network = network()) {
      for (String command : List.of("umask 022 && " + KEYGEN, KEYS)) {
        try (Program program = run(network, command)) {
          assertEquals(List.of(), program.errors());
          assertEquals(0, program.exitCode());
        }
      }
      try (Program server = run(network, SEALED)) {
        server.await("parley: sealed with 1 key from keys"::equals);
        server.port("tcp");
        for (String connect : List.of(SEALED_TCP, SEALED_UDP)) {
          try (Program client = run(network, "printf 'hello\\n' | " + connect)) {
            assertEquals("HELLO\n", client.rest());
            assertEquals(0, client.exitCode());
          }
        }
        try (Program stranger = run(network, "printf 'hello\\n' | " + CONNECT)) {
          assertEquals("", stranger.rest());
          assertEquals(3, stranger.exitCode());
        }
      }
    }
    assertGitIgnoresWhatWasMade();
  }

  @Test
  void peopleLogInThroughTls() throws Exception {
    try (Program network = network()) {
      for (String command : List.of(CERT, "printf 'wonderland\\n' | " + PASSWD)) {
        try (Program program = run(network, command)) {
          assertEquals(0, program.exitCode());
        }
      }
      try (Program server = run(network, TLS)) {
        server.await("parley: listening on tls://127.0.0.1:9443"::equals);
        String ask = "printf 'hello\\n' | PARLEY_PASSWORD=%s " + TLS_CONNECT;
        try (Program alice = run(network, ask.formatted("wonderland"))) {
          assertEquals("HELLO\n", alice.rest());
          assertEquals(0, alice.exitCode());
        }
        try (Program mallory = run(network, ask.formatted("guessed"))) {
          assertEquals("", mallory.rest());
          assertEquals(3, mallory.exitCode());
        }
      }
    }
    assertGitIgnoresWhatWasMade();
  }

  @Test
  void aLoadIsMeasured() throws Exception {
    try (Program network = network();
        Program server = run(network, SERVE)) {
      server.port("tcp");
      try (Program bench = run(network, BENCH + " --warmup 0 --duration 500ms")) {
        String table = bench.rest();
        assertTrue(table.contains("messages a second") && table.contains("p99.99"), table);
        assertEquals(0, bench.exitCode());
      }
    }
  }

  @Test
  void helpNamesTheOptionsWithTheirDefaults() throws Exception {
    try (Program network = network();
        Program help = run(network, HELP)) {
      String text = help.rest();
      assertTrue(text.contains("--max-sessions") && text.contains("Default: "), text);
      assertEquals(0, help.exitCode());
    }
  }

  @Test
  void theExampleTalksWithTheServer() throws Exception {
    String python = Installed.pythonWith("cryptography") + " examples/";
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("examples/README.md")));
    assertTrue(block.find());
    List<String> commands =
        block.group(2).strip().lines().map(line -> line.replaceFirst(" +#.*", "")).toList();
    assertEquals(3, commands.size());
    Files.createSymbolicLink(directory.resolve("examples"), ROOT.resolve("examples"));
    try (Program network = network();
        Program key = run(network, commands.get(0))) {
      assertEquals(0, key.exitCode(), key.errors().toString());
      try (Program server = run(network, commands.get(1))) {
        server.port("tcp");
        try (Program client = run(network, commands.get(2).replace("examples/", python))) {
          assertEquals("HELLO\n", client.rest());
          assertEquals(0, client.exitCode());
        }
      }
    }
    Files.delete(directory.resolve("examples"));
    assertGitIgnoresWhatWasMade();
  }

  /// In a clone, `git add .` adds none of the files that the steps have created.
  private void assertGitIgnoresWhatWasMade() throws Exception {
    Installed.need("git");
    Files.copy(ROOT.resolve(".gitignore"), directory.resolve(".gitignore"));
    Files.deleteIfExists(directory.resolve("parley"));
    try (Program git =
        Program.start(
            Map.of("FROM", directory.toString()),
            List.of(
                "sh",
                "-c",
                "cd \"$FROM\" && git init -q && git status --porcelain --untracked-files=all"))) {
      assertEquals("?? .gitignore\n", git.rest());
      assertEquals(0, git.exitCode(), git.errors().toString());
    }
  }

  /// Starts a network namespace with only a loopback interface; it lasts until the program is
  /// closed.
  private static Program network() throws Exception {
    Installed.need("unshare");
    Installed.need("nsenter");
    Installed.need("ip");
    Program network =
        Program.start(
            Map.of(),
            List.of("unshare", "-rn", "sh", "-c", "ip link set lo up && echo up && exec cat"));
    if (network.stdout().read() < 0) {
      network.close();
      abort("this user may make no network of its own (unshare -rn)");
    }
    assertEquals("p", network.line());
    return network;
  }

  /// Runs a command as written, where `./parley` starts the launcher of this source tree.
  private Program run(Program network, String command) throws IOException {
    Path launcher = directory.resolve("parley");
    if (!Files.exists(launcher)) {
      Files.writeString(launcher, "#!/bin/sh\nexec '" + ROOT.resolve("parley") + "' \"$@\"\n");
      assertTrue(launcher.toFile().setExecutable(true));
    }
    return Program.start(
        Map.of(),
        List.of(
            "nsenter",
            "--target=" + network.pid(),
            "--user",
            "--net",
            "--preserve-credentials",
            "sh",
            "-c",
            "cd " + directory + " && " + command));
  }
}
