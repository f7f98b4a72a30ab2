package dev.parley.history.internal.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How a text becomes words.
final class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "聊天室 room | 聊 聊天 天 天室 室 room",
        "粘包，问题 | 粘 粘包 包 问 问题 题",
        "Hello, WORLD-2 | hello world 2",
        "Straße ＳＴＲＡＳＳＥ | strasse strasse",
        "ΣΟΦΟΣ σοφός | σοφοσ σοφόσ",
        "İstanbul ıssız | istanbul issiz",
        "café cafe\u0301 | café café",
        "用TCP吗 | 用 tcp 吗",
        "テーブル | テ テー ー ーブ ブ ブル ル",
        "한국어 | 한 한국 국 국어 어",
        "👍🏽❤️ok | 👍 ❤ ok",
        "co\u00ADop\u200B | coop",
        "٣ ३ | ٣ ३"
      })
  void aTextHasTheseTokens(String text, String tokens) {
    assertEquals(tokens, Words.tokens(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"", "* ^ ( ) { } : + - \u0000", "\u202e", "，。！"})
  void aTextWithoutWordsHasNone(String text) {
    assertEquals("", Words.tokens(text));
    assertEquals("", Words.query(text));
  }

  @Test
  void aQueryIsAPhraseForEachWordAndNeverSyntax() {
    assertEquals("\"near\" \"天 天室 室\"", Words.query("NEAR(\"天室\" near*"));
    // Only the letters of operators are left, as words.
    assertEquals("\"a\" \"or\" \"b\"", Words.query("a\" OR \"b"));
  }

  @Test
  void moreWordsThanTheMaximumAreIgnored() {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < Words.MAX_QUERY_WORDS; i++) {
      words.append('w').append(i).append(' ');
    }
    String most = Words.query(words.toString());
    assertTrue(most.endsWith("\"w63\""));
    assertEquals(most, Words.query(words + "onemore"));
  }

  @Test
  void aLongWordIsCutIntoTokens() {
    assertEquals("x".repeat(64), Words.tokens("x".repeat(64)));
    assertEquals("x".repeat(64) + " x", Words.tokens("x".repeat(65)));
  }
}
