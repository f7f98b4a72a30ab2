package dev.parley.cli.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartingWordsTest {
  private static final PartingWords WORDS = new PartingWords(List.of("q", "Q"), List.of("退出"));

  @Test
  void eachKindIsOfItsOwn() {
    assertTrue(WORDS.isQuitWord("Q".getBytes(UTF_8)));
    assertFalse(WORDS.isQuitWord("退出".getBytes(UTF_8)));
    assertTrue(WORDS.isLeaveWord("退出".getBytes(UTF_8)));
    assertFalse(WORDS.isLeaveWord("q".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({"q, true", "'q\r\n', true", "'退出\n', true", "quit, false", "'', false"})
  void aReceivedWordOfEitherKindCountsWithOrWithoutALineEnd(String message, boolean ends) {
    assertEquals(ends, WORDS.isReceived(message.getBytes(UTF_8)));
  }
}
