package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Search;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The index finds exactly what a person would who reads every message: Chinese texts anywhere,
/// words as whole words, in any case.
final class SearchOracleTest {
  private static final String ROOM = "#lobby";
  private static final int MESSAGES = 3_000;
  private static final String HAN = "粘包问题服务器聊天室连接断开客户端字节流网络编程";
  private static final List<String> ENGLISH =
      List.of("Server", "client", "TCP", "packet", "the", "room2", "STRASSE", "Überraschung");

  @TempDir static Path folder;
  private static SqliteHistory history;
  private static final List<String> TEXTS = new ArrayList<>();

  @BeforeAll
  static void writeTheCorpus() throws IOException {
    history = SqliteHistory.open(folder);
    LogState _ = Answer.of(reply -> history.open(ROOM, reply));
    Random random = new Random(42);
    Answer<Appended> last = null;
    for (int i = 0; i < MESSAGES; i++) {
      String text = text(random);
      TEXTS.add(text);
      int number = i;
      last = Answer.sent(reply -> history.append(ROOM, Drafts.text("id" + number, text), reply));
    }
    assertTrue(last.isDone());
  }

  @AfterAll
  static void close() {
    history.close();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int parts = 1 + random.nextInt(6); parts > 0; parts--) {
      if (random.nextBoolean()) {
        int from = random.nextInt(HAN.length() - 4);
        text.append(HAN, from, from + 1 + random.nextInt(4));
      } else {
        text.append(ENGLISH.get(random.nextInt(ENGLISH.size())));
      }
      text.append(List.of("", " ", "，", ", ", "。", "\n", "-").get(random.nextInt(7)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "粘包",
    "聊天室",
    "服",
    "服务器",
    "天",
    "粘包 问题",
    "server",
    "SERVER",
    "tcp 粘包",
    "straße",
    "überraschung",
    "UBERRASCHUNG",
    "题服",
    "packet the client",
    "room2",
    "room",
    "流网络编程",
    "没有",
    "s",
    "粘题",
    "服务器聊天室连接"
  })
  void theIndexFindsWhatAReaderFinds(String words) {
    List<Integer> expected = new ArrayList<>();
    for (int i = TEXTS.size() - 1; i >= 0; i--) {
      String text = TEXTS.get(i);
      if (Arrays.stream(words.split(" ", -1)).allMatch(word -> contains(text, word))) {
        expected.add(i + 1);
      }
    }
    Search search = new Search(List.of(ROOM), words, Long.MAX_VALUE, MESSAGES);
    List<Search.Hit> hits = Answer.of(reply -> history.search(search, reply));
    assertEquals(expected, hits.stream().map(hit -> (int) hit.entry().seq()).toList(), () -> words);
  }

  /// How a person reads: Chinese may stand anywhere, a word is what no letter or digit stands at.
  private static boolean contains(String text, String word) {
    if (HAN.indexOf(word.charAt(0)) >= 0 || word.equals("没有") || word.equals("粘题")) {
      return text.contains(word);
    }
    String letters = "[^0-9A-Za-zÜüß]";
    String folded = word.replace("ß", "ss");
    return (" " + text + " ").matches("(?iusU).*" + letters + folded + letters + ".*");
  }
}
