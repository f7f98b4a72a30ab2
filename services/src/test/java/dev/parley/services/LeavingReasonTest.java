package dev.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.session.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LeavingReasonTest {
  private static String words(CloseReason reason) {
    LeavingReason words = LeavingReason.of(reason);
    return words == null ? "" : words.pattern();
  }

  @ParameterizedTest
  @EnumSource(CloseReason.class)
  void aPersonReadsWordsAndNoNameOfTheLibrary(CloseReason reason) {
    String text = words(reason);
    assertTrue(text.matches("[a-z ,]*"), text);
    assertTrue(reason.fault() == CloseReason.Fault.NOBODY || !text.isEmpty(), "no words");
  }

  @Test
  void aResetIsCalledSo() {
    assertEquals("it reset the connection", words(CloseReason.PEER_RESET));
  }
}
