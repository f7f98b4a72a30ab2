package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.RawServer.Peer;
import dev.parley.testing.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command in a Chinese locale: the same exit codes as in English, with Chinese sentences in
/// UTF-8 on stderr, and the same JSON.
final class ChineseProgramTest {
  private static final Map<String, String> CHINESE = locale("zh_CN.UTF-8", "", "");

  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  /// Three words in a row that are not part of an option or an address.
  private static final Pattern ENGLISH = Pattern.compile("(?<![\\w-])[a-z]+ [a-z]+ [a-z]+(?!\\w)");

  /// What a decoder puts in place of bytes that are no UTF-8.
  private static final String NO_UTF8 = "\ufffd";

  private static UsageRun chinese;
  private static UsageRun english;

  @BeforeAll
  static void start() throws IOException {
    chinese = UsageRun.start(CHINESE);
    english = UsageRun.start();
  }

  @AfterAll
  static void end() {
    chinese.close();
    english.close();
  }

  private static Map<String, String> locale(String all, String messages, String lang) {
    return Map.of("LC_ALL", all, "LC_MESSAGES", messages, "LANG", lang);
  }

  private static void assertChinese(String line) {
    assertTrue(line.startsWith("parley: "), line);
    assertTrue(HAN.matcher(line).find(), line);
    assertFalse(ENGLISH.matcher(line).find(), line);
    assertFalse(line.contains(NO_UTF8), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "sevre",
        "help nonsense",
        "port 1 2",
        "serve --framin line",
        "port",
        "keygen",
        "serve echo --framing",
        "serve echo --key-file a --key-file b",
        "serve echo --quiet --quiet",
        "port 0",
        "port http",
        "connect tcp://127.0.0.1:0",
        "connect 127.0.0.1:9 --broadcast",
        "connect 127.0.0.1:9 --framing stream --stamp",
        "connect tls://127.0.0.1:9 --unbound",
        "connect tls://127.0.0.1:9 --user alice",
        "connect tls://127.0.0.1:9 --user alice --min-rounds 1",
        "connect 127.0.0.1:9 --user alice",
        "connect unix:/nowhere/s.sock",
        "serve echo -l unix:/nowhere/s.sock",
      })
  void aMistakeIsOneChineseSentence(String arguments) throws Exception {
    UsageRun.Said said = chinese.say(arguments);
    assertEquals(1, said.errors().size(), said.errors().toString());
    assertChinese(said.errors().getFirst());
    assertEquals(english.say(arguments).code(), said.code());
  }

  /// The command at a server that says one thing.
  record Talk(String greeting, String input, List<String> options) {
    /// Returns its exit code and its stderr, without the port, which differs.
    UsageRun.Said run(Map<String, String> environment) throws Exception {
      try (RawServer server = RawServer.open()) {
        List<String> words = new ArrayList<>(List.of("connect", server.address()));
        words.addAll(options);
        try (Program program =
                Program.start(environment, Program.command(words.toArray(String[]::new)));
            Peer peer = server.accept()) {
          peer.send(greeting);
          program.typeAll(input);
          peer.endOutput();
          List<String> errors =
              program.errors().stream()
                  .map(line -> line.replaceAll("127\\.0\\.0\\.1:[0-9]+", "HOST"))
                  .map(line -> line.replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"\""))
                  .toList();
          return new UsageRun.Said(program.exitCode(), errors);
        }
      }
    }
  }

  static Stream<Talk> talks() {
    return Stream.of(
        new Talk("HTTP/1.1 400 Bad Request\r\n", "", List.of()),
        new Talk("SSH-2.0-x\r\n", "", List.of()),
        new Talk("\u0015\u0003\u0003\u0000\u0002\u0002F", "", List.of()),
        new Talk("0123456789\u0001\u0002\u0003\u0004\u0005\u0006".repeat(2), "", List.of()),
        new Talk("bye\n", "", List.of("--quit-word", "bye", "-v")),
        new Talk("x\n", "much too long\n\n", List.of("--max-message", "4", "--framing", "line")),
        new Talk("x\n", "48 6\n4g\n", List.of("--hex", "--framing", "line")),
        new Talk("x", "\n", List.of("--framing", "raw")));
  }

  @ParameterizedTest
  @MethodSource("talks")
  void atAServerEverySentenceIsChinese(Talk talk) throws Exception {
    UsageRun.Said said = talk.run(CHINESE);
    assertFalse(said.errors().isEmpty());
    said.errors().forEach(ChineseProgramTest::assertChinese);
    UsageRun.Said inEnglish = talk.run(locale("C", "", ""));
    assertEquals(inEnglish.code(), said.code());
    assertEquals(inEnglish.errors().size(), said.errors().size());
  }

  @ParameterizedTest
  @MethodSource("talks")
  void jsonIsTheSameInBothLanguages(Talk talk) throws Exception {
    Talk asJson =
        new Talk(
            talk.greeting(),
            talk.input(),
            Stream.concat(talk.options().stream(), Stream.of("--json")).toList());
    UsageRun.Said said = asJson.run(CHINESE);
    assertEquals(asJson.run(locale("C", "", "")), said);
    for (String line : said.errors()) {
      boolean tellsOfTrouble =
          line.contains("\"event\":\"warning\"")
              || (line.contains("\"event\":\"ended\"") && !line.contains("\"exit_code\":0,"));
      assertEquals(tellsOfTrouble, line.contains("\"problem\":\""), line);
    }
  }

  @Test
  void thePortCommandAnswersInChinese() throws Exception {
    try (RawServer taken = RawServer.open();
        Program program =
            Program.start(CHINESE, Program.command("port", String.valueOf(taken.port())))) {
      assertTrue(program.rest().contains(taken.port() + " 已被占用："));
      assertEquals(1, program.exitCode());
    }
    int free = FreePort.find();
    try (Program program = Program.start(CHINESE, Program.command("port", String.valueOf(free)))) {
      assertEquals("端口 " + free + " 空闲（tcp、udp）\n", program.rest());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void thePromptIsUtf8AndIsIntroducedInChinese(@TempDir Path home) throws Exception {
    try (RawServer server = RawServer.open();
        AtTerminal terminal =
            AtTerminal.startAfter(
                "stty cols 80 rows 24; export LC_ALL=zh_CN.UTF-8",
                home,
                "connect",
                server.address());
        Peer peer = server.accept()) {
      terminal.await("parley: 已连接到 " + server.address() + "；按 Ctrl-D 结束本端");
      terminal.await("> ");
      peer.send("你好\n");
      terminal.await("< 你好");
      terminal.enter("再见");
      assertEquals("再见\n", peer.receiveText("再见\n".getBytes(UTF_8).length));
    }
  }

  @Test
  void theQuestionsAreChinese(@TempDir Path home) throws Exception {
    try (AtTerminal terminal =
        AtTerminal.startAfter("stty cols 80 rows 24; export LC_ALL=zh_CN.UTF-8", home)) {
      terminal.await("serve 还是 connect");
      terminal.enter("c");
      terminal.await("用 TCP 还是 UDP？");
      terminal.enter("t");
      terminal.await("哪个端口？");
      terminal.enter("q");
    }
  }

  static Stream<Map<String, String>> englishLocales() {
    return Stream.of(
        locale("C", "", "zh_CN.UTF-8"),
        locale("", "", ""),
        locale("", "", "de_DE.UTF-8"),
        locale("", "C", "zh_CN.UTF-8"));
  }

  @ParameterizedTest
  @MethodSource("englishLocales")
  void otherLocalesAreEnglish(Map<String, String> environment) throws Exception {
    try (Program program = Program.start(environment, Program.command("port", "0"))) {
      assertEquals(
          List.of("parley: port 0 is out of range; ports are 1 to 65535"), program.errors());
    }
  }
}
