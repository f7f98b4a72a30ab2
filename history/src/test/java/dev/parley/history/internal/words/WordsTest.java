package dev.parley.history.internal.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
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

  @Test
  void commonTextsHaveTheTokensThatTheyHaveAmongOthers() {
    String common = "聊天室粘包一鿿，。！“”（）…—　《";
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(150); length > 0; length--) {
        text.append(
            switch (random.nextInt(4)) {
              case 0 -> (char) random.nextInt(0x80);
              case 1 -> common.charAt(random.nextInt(common.length()));
              case 2 -> (char) (0x4E00 + random.nextInt(0x5200));
              default -> (char) ('A' + random.nextInt(58));
            });
      }
      assertTrue(CommonWords.isAll(text.toString()));
      // The accent makes it a text of any other kind.
      String among = Words.tokens("é " + text);
      assertEquals(among, ("é " + Words.tokens(text.toString())).strip(), text::toString);
    }
  }

  @Test
  void eachCommonCharacterHasTheTokensThatItHasAmongOthers() {
    for (char c = 0; c < 0xFFFF; c++) {
      String text = "x" + c + "y";
      if (CommonWords.isAll(text)) {
        assertEquals(Words.tokens("é " + text), "é " + Words.tokens(text), text);
      }
    }
  }

  @Test
  void otherCharactersAreNotCommon() {
    for (String text : List.of("é", "ＡＢ", "한국", "テ", "👍", "\uD842\uDFB7", "ſ", "\u00AD", "ª")) {
      assertFalse(CommonWords.isAll("聊 a" + text), text);
    }
  }
}
