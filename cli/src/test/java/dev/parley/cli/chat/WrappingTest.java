package dev.parley.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Where lines are broken.
final class WrappingTest {
  private static List<String> lines(String text, int columns) {
    return Wrapping.lines(text, columns, "  ");
  }

  @Test
  void whatFitsExactlyStaysWhole() {
    assertEquals(List.of("one two"), lines("one two", 7));
    assertEquals(List.of("one", "  two"), lines("one two", 6));
    assertEquals(List.of(""), lines("", 6));
  }

  @Test
  void aLineIsBrokenBetweenWordsAndALongWordWhereItMust() {
    assertEquals(List.of("say", "  abcdef", "  ghij"), lines("say abcdefghij", 8));
    assertEquals(List.of("abcd", "efgh"), Wrapping.lines("abcdefgh", 4, "    "));
  }

  @Test
  void wideCharactersTakeTwoColumnsAndAreBrokenBetween() {
    assertEquals(List.of("一二三", "  四五"), lines("一二三四五", 7));
    assertEquals(List.of("一你", "  好，", "  我"), lines("一你好，我", 6));
  }

  @Test
  void noWidthIsTooSmall() {
    for (int columns = 0; columns < 5; columns++) {
      String all = String.join("", lines("ab 字 e\u0301", columns));
      assertTrue(all.replace(" ", "").equals("ab字e\u0301"), all);
    }
  }

  @Test
  void aTextIsCutToItsColumns() {
    assertEquals("你好", Wrapping.cut("你好", 4));
    assertEquals("你…", Wrapping.cut("你好", 3));
    assertEquals("…", Wrapping.cut("你好", 2));
  }
}
