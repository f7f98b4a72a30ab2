package dev.parley.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests and their correct answers.
final class PayloadTest {
  private static String text(Payload payload, long number) {
    return new String(payload.request(number), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 15, 16, 17, 64, 1000})
  void aRequestIsLettersOfTheAskedLengthOnly(int size) {
    Payload payload = new Payload(size, 3, Expectation.ECHO);
    for (long number : new long[] {0, 1, 0x1234_5678L, 0xffff_ffffL}) {
      assertTrue(text(payload, number).matches("[a-z]{" + size + "}"), text(payload, number));
    }
  }

  @Test
  void theNumberIsInFront() {
    Payload payload = new Payload(8, 0, Expectation.ECHO);
    assertEquals("aaaaaaaa", text(payload, 0));
    assertEquals("aaaaaabc", text(payload, 0x12));
    assertEquals("pppppppp", text(payload, 0xffff_ffffL));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 15, 16, 0x89ab_cdefL, 0xffff_ffffL})
  void theNumberIsReadBackInBothCases(long number) {
    String text = text(new Payload(20, 0, Expectation.ECHO), number);
    assertEquals(number, Payload.numberIn(Message.of(text)));
    assertEquals(number, Payload.numberIn(Message.of(text.toUpperCase(Locale.ROOT))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "aaaaaaa", "aaaaaaaq", "aaaa1aaa", "\0\0\0\0\0\0\0\0", "!!!!!!!!"})
  void whatIsNoNumberIsNone(String text) {
    assertEquals(-1, Payload.numberIn(Message.of(text)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 16, 64})
  void anEchoIsRightAndUpperCaseIsNot(int size) {
    Payload payload = new Payload(size, 1, Expectation.ECHO);
    String text = text(payload, 77);
    assertTrue(payload.isAnswer(Message.of(text), 77));
    assertFalse(payload.isAnswer(Message.of(text.toUpperCase(Locale.ROOT)), 77));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 16, 64})
  void upperCaseIsRightAndAnEchoIsNot(int size) {
    Payload payload = new Payload(size, 1, Expectation.UPPER);
    String text = text(payload, 0xfedc_ba98L);
    assertTrue(payload.isAnswer(Message.of(text.toUpperCase(Locale.ROOT)), 0xfedc_ba98L));
    assertFalse(payload.isAnswer(Message.of(text), 0xfedc_ba98L));
  }

  @Test
  void theAnswerToAnotherRequestIsWrong() {
    Payload payload = new Payload(64, 0, Expectation.ECHO);
    String older = text(payload, 6);
    assertFalse(payload.isAnswer(Message.of(older), 7));
  }

  @Test
  void theAnswerToAnotherConnectionIsWrong() {
    Payload first = new Payload(64, 0, Expectation.ECHO);
    Payload second = new Payload(64, 26, Expectation.ECHO);
    assertNotEquals(text(first, 5), text(second, 5));
    assertFalse(first.isAnswer(Message.of(text(second, 5)), 5));
  }

  @Test
  void anAnswerThatIsTooShortOrTooLongIsWrong() {
    Payload payload = new Payload(64, 0, Expectation.ECHO);
    String text = text(payload, 1);
    assertFalse(payload.isAnswer(Message.of(text.substring(1)), 1));
    assertFalse(payload.isAnswer(Message.of(text + "a"), 1));
  }

  @Test
  void anyAnswerIsRightWhenNobodyLooks() {
    assertTrue(new Payload(64, 0, Expectation.ANY).isAnswer(Message.of("whatever"), 1));
  }

  @Test
  void aFirstAnswerShowsWhatTheServerDoes() {
    byte[] request = new Payload(10, 0, Expectation.ANY).request(1);
    assertEquals(Expectation.ECHO, Expectation.shownBy(request, request).orElseThrow());
    byte[] upper = Expectation.UPPER.answer(request);
    assertEquals(Expectation.UPPER, Expectation.shownBy(request, upper).orElseThrow());
    assertTrue(Expectation.shownBy(request, new byte[] {1}).isEmpty());
    assertArrayEquals(request, Expectation.ANY.answer(request));
  }
}
