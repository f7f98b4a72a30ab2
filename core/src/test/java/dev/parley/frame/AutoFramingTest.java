package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoFramingTest {
  private static final Framing AUTO = Framing.auto();

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Message> messages(String... texts) {
    return Arrays.stream(texts).map(Message::of).toList();
  }

  @Test
  void bytesWithoutALineEndAndThenSilenceAreAMessage() throws ProtocolException {
    Wire peer = new Wire(AUTO).read(utf8("hel")).read(utf8("lo"));
    assertEquals(List.of(), peer.messages());
    assertEquals(messages("hello"), peer.silence().messages());
    assertEquals(Framing.raw().withMaxMessage(AUTO.maxMessage()), peer.settled());
  }

  @Test
  void afterThatEveryReadIsAMessage() throws ProtocolException {
    Wire peer = new Wire(AUTO).read(utf8("a")).silence();
    peer.read(utf8("b\n")).read(utf8("c\r\nd")).silence().end();
    assertEquals(messages("a", "b\n", "c\r\nd"), peer.messages());
  }

  @Test
  void aLineEndSettlesForLinesForGood() throws ProtocolException {
    Wire peer = new Wire(AUTO).read(utf8("one\ntw")).silence();
    assertEquals(messages("one"), peer.messages());
    assertEquals(Framing.line().withMaxMessage(AUTO.maxMessage()), peer.settled());
    assertEquals(messages("one", "two"), peer.read(utf8("o\r\n")).silence().messages());
  }

  @Test
  void nothingIsSettledBeforeTheFirstByte() throws ProtocolException {
    Wire peer = new Wire(AUTO).silence().silence();
    assertNull(peer.settled());
    assertEquals(messages("x"), peer.read(utf8("x\n")).messages());
  }

  @Test
  void theEndOfTheStreamEndsALastLine() throws ProtocolException {
    assertEquals(messages("last"), new Wire(AUTO).read(utf8("last")).end().messages());
  }

  @ParameterizedTest
  @CsvSource({"x,true", "'',false"})
  void aMaximumOfBytesIsALineOrAPieceAndOneMoreIsTooLarge(String more, boolean isOver)
      throws ProtocolException {
    Framing tight = AUTO.withMaxMessage(5);
    byte[] bytes = utf8("12345" + more);
    if (isOver) {
      assertEquals(Fault.TOO_LARGE, Wire.fault(tight, bytes).fault());
    } else {
      assertEquals(messages("12345"), new Wire(tight).read(bytes).silence().messages());
    }
  }

  /// A CR may follow a line of the maximum length, because an LF may follow the CR.
  @Test
  void theFirstRawMessageIsCutAtTheMaximum() throws ProtocolException {
    Wire peer = new Wire(AUTO.withMaxMessage(5)).read(utf8("12345\r")).silence();
    assertEquals(messages("12345", "\r"), peer.messages());
  }

  @Test
  void rawPiecesHaveTheSameMaximum() throws ProtocolException {
    Wire peer = new Wire(AUTO.withMaxMessage(3)).read(utf8("a")).silence().read(utf8("bcdef"));
    assertEquals(messages("a", "bcd", "ef"), peer.messages());
  }

  @ParameterizedTest
  @CsvSource({"line,auto", "raw,auto", "auto,ready"})
  void pairsWithoutSenseAreRefused(String in, String out) {
    String sentence =
        assertThrows(
                IllegalArgumentException.class,
                () -> Framing.check(Framing.parse(in), Framing.parse(out)))
            .getMessage();
    assertTrue(sentence.contains("auto"), sentence);
  }

  @ParameterizedTest
  @CsvSource({"auto,auto", "auto,raw", "auto,length:4le", "line,raw", "ready,raw"})
  void otherPairsAreFine(String in, String out) {
    Framing.check(Framing.parse(in), Framing.parse(out));
  }
}
