package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.session.Address;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `serve operator` in a Chinese locale: every notice that a person reads is Chinese. The same in
/// English is in the tests of the service.
final class ChineseOperatorTest {
  private static final Map<String, String> CHINESE =
      Map.of("LC_ALL", "", "LC_MESSAGES", "", "LANG", "zh_CN.UTF-8");

  private Program program;
  private Address address;

  @BeforeEach
  void serve() throws Exception {
    start();
  }

  private void start(String... options) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("serve", "operator", "--framing", "raw", "--quit-word", "q"));
    words.addAll(List.of("-l", "tcp://127.0.0.1:0"));
    words.addAll(List.of(options));
    program = Program.start(CHINESE, Program.command(words.toArray(String[]::new)));
    String ready = program.await(line -> line.contains("tcp://127.0.0.1:"));
    address = Address.parse(ready.replaceAll(".*(tcp://127[0-9.:]+).*", "$1"));
  }

  @AfterEach
  void end() {
    program.close();
  }

  private ScriptedPeer arrive(int number) throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(address);
    says(label(number, peer) + " 已连接（tcp）");
    return peer;
  }

  private static String label(int number, ScriptedPeer peer) throws IOException {
    return number + " 127.0.0.1:" + peer.port();
  }

  private void says(String sentence) throws InterruptedException {
    program.await(("parley: " + sentence)::equals);
  }

  private void typed(String line, String sentence) throws Exception {
    program.type(line + "\n");
    says(sentence);
  }

  @Test
  void whatIsNotDoneIsExplained() throws Exception {
    typed("在吗", "没有发送：目前没有对端");
    typed("/all 在吗", "没有发送：目前没有对端");
    typed("/all", "需要一段文本，例如 /all hello");
    typed("@7 在吗", "没有编号为 7 的对端；/who 列出所有对端");
    typed("/kick", "需要对端的编号，例如 @3 hello 或 /kick 3；/who 列出编号，@@ 发送以 @ 开头的文本");
    typed("/nick 王", "没有这个命令；/help 列出命令，// 发送以 / 开头的文本");
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      typed("谁", "没有发送：有多个对端，但都还没有发言；请用 @ 选定一个，/who 列出它们");
      typed("/empty 2", "没有发给 " + label(2, two) + "：没有分帧就无法发送空消息：它不含任何字节");
      typed("@1", "现在输入的行发给 " + label(1, one) + "，直到它离开；单独输入 @ 取消选定");
      one.endOutput();
      says(label(1, one) + " 不再发送；它可能还在接收");
      program.type("/kick 1\n");
      says(label(1, one) + " 已离开");
      typed("还在吗", "没有发送：你选定的对端 1 已离开；请用 @ 选定另一个，或者单独输入 @");
      typed("@", "现在输入的行发给最后发言的对端");
    }
  }

  @Test
  void thePeersAreListed() throws Exception {
    typed("/who", "目前没有对端");
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      two.send("你好");
      assertEquals(label(2, two) + ": 你好", program.line());
      one.endOutput();
      says(label(1, one) + " 不再发送；它可能还在接收");
      program.type("/who\n");
      Predicate<String> finished =
          line ->
              line.startsWith("parley:   1 127.0.0.1:")
                  && line.matches(".* tcp，已连接 [0-9a-z]+，收到 0 条，发出 0 条，不再发送");
      program.await(finished);
      program.await(line -> line.matches("parley: \\* 2 .* tcp，已连接 [0-9a-z]+，收到 1 条，发出 0 条"));
    }
  }

  @Test
  void whoLeavesIsToldWithTheReasonAndWhoIsNext() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2);
        ScriptedPeer three = arrive(3)) {
      two.send("q");
      assertEquals("", two.readAllText());
      two.endOutput();
      says(label(2, two) + " 已离开");
      program.type("@1 一\n@1 二\n");
      assertEquals(
          "一二", one.readText("一二".getBytes(java.nio.charset.StandardCharsets.UTF_8).length));
      String first = label(1, one);
      one.reset();
      says("发给 " + first + " 的最后 2 条消息可能已丢失：连接被重置");
      says(first + " 已离开（它重置了连接）；现在输入的行发给 " + label(3, three));
      program.type("三\n");
      assertEquals("三", three.readText(3));
      String third = label(3, three);
      three.reset();
      says("发给 " + third + " 的最后一条消息可能已丢失：连接被重置");
      says(third + " 已离开（它重置了连接）");
    }
  }

  @Test
  void theHelpIsChinese() throws Exception {
    program.type("/help\n");
    says("/who        列出对端；* 标出当前对端");
    says("//文本      发送以 / 开头的文本；@@文本 发送以 @ 开头的文本");
  }

  @Test
  void programsGetEnglishAndTheKey() throws Exception {
    end();
    start("--json");
    program.type("/nick x\n");
    String line = program.await(event -> event.contains("\"warning\""));
    assertTrue(
        line.endsWith(
            "\"text\":\"there is no such command; /help lists them, // sends a text that begins"
                + " with /\",\"problem\":\"operator.no-such-command\"}"),
        line);
  }
}
