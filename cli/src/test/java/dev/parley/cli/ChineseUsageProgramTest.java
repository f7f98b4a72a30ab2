package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the command says in Chinese about options, services, loads and other tools' spellings. The
/// exit codes are those of the English program.
final class ChineseUsageProgramTest {
  private static Program start(String... words) throws IOException {
    List<String> options =
        List.of(
            "-Dparley.locale=zh_CN.UTF-8", "-Dstderr.encoding=UTF-8", "-Dstdout.encoding=UTF-8");
    return Program.start(Map.of(), Program.command(Main.class, options, words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "serve echo a b c | 地址是一个或两个词，例如 127.0.0.1 9000；这里太多了",
        "serve uper | 没有服务“uper”；你是指 upper 吗？（见 parley serve --help）",
        "serve tcp:9000 | “tcp:9000”在这里不是地址；请写 tcp://9000",
        "serve echo --text hi | --text 是 reply 的应答内容；echo 有自己的应答",
        "serve echo -v --quiet | --verbose 和 --quiet 不能同时使用",
        "serve echo --sessions 0 | --sessions 至少是 1",
        "serve echo --users x | --users 需要 TLS，以免被别人窃听：请使用 tls://… 形式的地址",
        "serve echo --ssl | TLS 写在地址里：tls://HOST:PORT",
        "serve echo --ssl-cert x | 这里写作 --tls-cert",
        "connect -4 -6 | -4 和 -6 不能同时使用；都不写时两种都可以",
        "connect -p 9000 tcp://h:1 | 本地端口用 --local-port 指定",
        "connect --auth sealed | --auth sealed 需要密钥：请用 --key-file FILE 或 PARLEY_KEY",
        "connect --ca x | TLS 的选项用于 tls://… 形式的地址；请连接这样的地址",
        "connect -w 1 --local-port x | “x”不是整数",
        "history purge | purge 需要 --id ID、--member NAME 和 --room ROOM 之一",
        "history rooms --data /nope | /nope 中没有聊天室的消息：没有文件 history.db",
        "bench --rate 1 --depth 1 | --depth 是闭环，--rate 是开环；请选择其中一个",
        "bench -c 0 | --connections 0 超出范围；应为 1 到 1000000",
        "bench --expect all | “all”不是 echo、upper、any、auto 之一",
      })
  void wrongUsageIsExplainedInChinese(String line, String sentence) throws Exception {
    try (Program program = start(line.split(" ", -1))) {
      assertEquals(2, program.exitCode());
      String error = String.join("\n", program.errors());
      assertTrue(error.startsWith("parley: ") && error.contains(sentence), error);
    }
  }

  @Test
  void theHelpIsInChinese() throws Exception {
    for (String option : List.of("-h", "--help")) {
      try (Program program = start("serve", option)) {
        String help = program.rest();
        assertTrue(help.startsWith("用法：parley serve "), help);
        assertEquals(0, program.exitCode());
      }
    }
  }

  @Test
  void jsonOfBenchIsTheSameInEachLanguage() throws Exception {
    try (Program server = Program.start("serve", "echo", "-l", "tcp://127.0.0.1:0")) {
      String ready = server.await(line -> line.contains("tcp://"));
      String address = ready.substring(ready.indexOf("tcp://"));
      try (Program bench =
          start("bench", address, "--json", "--duration", "100ms", "--warmup", "0")) {
        String json = bench.rest();
        assertTrue(json.startsWith("{\"address\":\"" + address + "\",\"framing\":\"line\""), json);
        assertEquals(0, bench.exitCode(), bench.errors().toString());
      }
    }
  }
}
