package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelimiterFramingTest {
  @ParameterizedTest
  @CsvSource({
    "aab,aaab,a",
    "aab,aaaab,aa",
    "aba,ababa,''",
    "aa,aaa,''",
    "abab,abaabab,aba",
    "aabaaa,aabaabaaa,aab"
  })
  void firstOccurrenceEndsTheMessageWhereverReadsCutIt(
      String delimiter, String wire, String message) throws ProtocolException {
    Framing framing = framing(delimiter);
    byte[] all = wire.getBytes(StandardCharsets.US_ASCII);
    for (int size = 1; size <= all.length; size++) {
      Wire peer = new Wire(framing).readInPieces(all, size);
      assertEquals(Message.of(message), peer.messages().getFirst(), "reads of " + size);
    }
  }

  @ParameterizedTest
  @CsvSource({"aab,aab", "aab,xaabx", "aba,ab", "aa,a", "aa,xa", "abcab,abc", "abcab,xxabc"})
  void messageThatWouldEndEarlierIsRefused(String delimiter, String message) {
    assertThrows(
        IllegalArgumentException.class, () -> Wire.encode(framing(delimiter), Message.of(message)));
  }

  @ParameterizedTest
  @CsvSource({"aab,aa", "aab,a", "aba,b", "aba,ba", "abcab,ab", "abcab,abcx"})
  void messageThatOnlyLooksLikeItPasses(String delimiter, String message) throws ProtocolException {
    byte[] wire = Wire.encode(framing(delimiter), Message.of(message));
    assertEquals(List.of(Message.of(message)), new Wire(framing(delimiter)).read(wire).messages());
  }

  /// Every message of up to 7 letters from two, with every delimiter of up to 4: the encoder must
  /// reject exactly those in which a naive search finds an earlier end.
  @Test
  void encoderAgreesWithAPlainSearch() throws ProtocolException {
    for (String delimiter : words(1, 4)) {
      for (String message : words(0, 7)) {
        Framing framing = framing(delimiter);
        if ((message + delimiter).indexOf(delimiter) < message.length()) {
          assertThrows(
              IllegalArgumentException.class, () -> Wire.encode(framing, Message.of(message)));
        } else {
          byte[] wire = Wire.encode(framing, Message.of(message));
          assertEquals(List.of(Message.of(message)), new Wire(framing).read(wire).messages());
        }
      }
    }
  }

  @Test
  void partOfTheDelimiterDoesNotCountAgainstTheLimit() throws ProtocolException {
    Framing two = framing("--").withMaxMessage(2);
    assertEquals(
        List.of(Message.of("ab")), new Wire(two).readInPieces(bytes("'ab--'"), 1).messages());
    assertEquals(List.of(), new Wire(two).readInPieces(bytes("'ab-'"), 1).messages());
    assertEquals(Fault.TOO_LARGE, Wire.fault(two, bytes("'abc'")).fault());
    assertEquals(Fault.TOO_LARGE, Wire.fault(two, bytes("'ab-c'")).fault());
  }

  @Test
  void delimiterIsAValueThatNobodyCanChange() {
    byte[] mine = bytes("'||'");
    DelimiterFraming framing = DelimiterFraming.of(mine, 100);
    mine[0] = 'x';
    framing.delimiter().bytes()[0] = 'y';
    assertArrayEquals(bytes("'||'"), framing.delimiter().bytes());
    assertEquals(DelimiterFraming.of(bytes("'||'"), 100), framing);
    assertEquals(DelimiterFraming.of(bytes("'||'"), 100).hashCode(), framing.hashCode());
    assertNotEquals(DelimiterFraming.of(bytes("'|!'"), 100), framing);
  }

  @Test
  void lengthOfTheDelimiterIsFromOneTo64() throws ProtocolException {
    assertThrows(IllegalArgumentException.class, () -> Framing.delimiter(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> Framing.delimiter(new byte[65]));
    Framing longest = Framing.delimiter(new byte[64]);
    byte[] wire = Wire.encode(longest, Message.of("m"));
    assertEquals(List.of(Message.of("m")), new Wire(longest).readInPieces(wire, 3).messages());
  }

  private static Framing framing(String delimiter) {
    return Framing.delimiter(delimiter.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> words(int shortest, int longest) {
    List<String> words = new ArrayList<>();
    for (int length = shortest; length <= longest; length++) {
      for (int bits = 0; bits < 1 << length; bits++) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
          word.append((bits >> i & 1) == 0 ? 'a' : 'b');
        }
        words.add(word.toString());
      }
    }
    return words;
  }
}
