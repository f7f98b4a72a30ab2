package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.LengthFraming.Prefix;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lengths that count UTF-8 characters.
class CharsFramingTest {
  private static final Framing LE4 = Framing.parse("length:4le:chars");

  /// Truncated, stray, overlong, surrogates (also in pairs, as in CESU-8), beyond U+10FFFF.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c080",
        "c1bf",
        "c341",
        "e08080",
        "e09fbf",
        "e4bd41",
        "eda080",
        "edbfbf",
        "eda081edb080",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "f888808080",
        "fe",
        "ff"
      })
  void whatIsNoUtf8IsThePeersFaultAndCannotBeSent(String hex) {
    byte[] body = bytes(hex);
    ProtocolException fault = Wire.fault(LE4, Wire.concat(bytes("09000000"), body));
    assertEquals(Fault.MALFORMED, fault.fault());
    assertThrows(IllegalArgumentException.class, () -> Wire.encode(LE4, Message.of(body)));
  }

  @Test
  void eachCodePointIsOneCharacterThatJavaReadsToo() throws ProtocolException {
    StringBuilder text = new StringBuilder();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point += 61) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        text.appendCodePoint(point);
      }
    }
    Message message = Message.of(text.toString());
    byte[] wire = Wire.encode(LE4, message);
    int announced = Integer.reverseBytes(ByteBuffer.wrap(wire).getInt());
    assertEquals(text.codePointCount(0, text.length()), announced);
    assertEquals(List.of(message), new Wire(LE4).readInPieces(wire, 7001).end().messages());
  }

  @ParameterizedTest
  @EnumSource(Prefix.class)
  void randomTextsComeBackHoweverTheyAreCut(Prefix prefix) throws ProtocolException {
    Framing framing = Framing.lengthInChars(prefix);
    Random random = new Random(20261128);
    for (int round = 0; round < 200; round++) {
      String text =
          random
              .ints(random.nextInt(255), 0, 0x110000)
              .map(point -> Character.getType(point) == Character.SURROGATE ? 'x' : point)
              .map(point -> random.nextInt(3) == 0 ? point : point & 0x7f)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      Message message = Message.of(text);
      byte[] wire = Wire.encode(framing, message);
      assertTrue(wire.length <= message.length() + framing.encoder().overhead());
      int size = 1 + random.nextInt(40);
      assertEquals(List.of(message), new Wire(framing).readInPieces(wire, size).end().messages());
    }
  }

  /// The maximum counts bytes; a number of characters that cannot fit is rejected.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          07000000             | length of 7 characters exceeds maxMessage 6 bytes
          ffffffff             | length of 4294967295 (-1 if signed) characters exceeds maxMessage 6
          03000000 e4bda0e5    | message counted in characters exceeds maxMessage 6 bytes
          06000000 61c3        | message counted in characters exceeds maxMessage 6 bytes
          """)
  void tooMuchIsRefusedWithTheFirstByteThatShowsIt(String wire, String sentence) {
    ProtocolException fault = Wire.fault(LE4.withMaxMessage(6), bytes(wire));
    assertEquals(Fault.TOO_LARGE, fault.fault());
    assertTrue(fault.getMessage().startsWith(sentence), fault.getMessage());
  }

  @Test
  void theLargestMessageIsTaken() throws ProtocolException {
    Message message = Message.of("你好");
    byte[] wire = Wire.encode(LE4.withMaxMessage(6), message);
    assertEquals(List.of(message), new Wire(LE4.withMaxMessage(6)).read(wire).messages());
  }

  @ParameterizedTest
  @CsvSource({"BE1,255", "LE2,65535"})
  void aShortPrefixCountsSoManyCharactersAndNoMore(Prefix prefix, int most)
      throws ProtocolException {
    Framing framing = Framing.lengthInChars(prefix);
    assertEquals(4L * most, framing.withMaxMessage(Framing.LARGEST_MESSAGE).maxMessage());
    Message exact = Message.of("é".repeat(most));
    assertEquals(
        List.of(exact), new Wire(framing).read(Wire.encode(framing, exact)).end().messages());
    Message over = Message.of("é".repeat(most + 1));
    assertThrows(IllegalArgumentException.class, () -> Wire.encode(framing, over));
  }

  /// 200 bytes would need a varint of two bytes, 100 characters only one.
  @Test
  void aVarintIsOfTheCharactersAlone() {
    byte[] text = "é".repeat(100).getBytes(StandardCharsets.UTF_8);
    byte[] wire = Wire.encode(Framing.lengthInChars(Prefix.VARINT), Message.of(text));
    assertArrayEquals(Wire.concat(bytes("64"), text), wire);
  }

  @Test
  void anAnnouncedGibibyteWaitsWithoutRoomForIt() throws ProtocolException {
    Framing framing = LE4.withMaxMessage(Framing.LARGEST_MESSAGE);
    assertFalse(framing.decoder().decode(ByteBuffer.wrap(bytes("00000040")), Message.view()));
  }

  /// For `你好`, counted as 2, two bytes are the message and the third begins the next length.
  @ParameterizedTest
  @CsvSource({
    "length:4le, 02000000, length:4le:chars",
    "length:4be, 00000002, length:4be:chars",
    "length:8be, 0000000000000002, length:8be:chars",
    "length:varint, 02, length:varint:chars",
  })
  void aPeerThatCountsCharactersIsRecognised(String framing, String length, String form) {
    byte[] wire = Wire.concat(bytes(length), bytes("'你好' 'you too'"));
    ProtocolException fault = Wire.fault(Framing.parse(framing), wire);
    assertTrue(
        fault
            .getMessage()
            .endsWith(
                "; the message before ended inside a UTF-8 character that goes on here, so the peer"
                    + " counts characters, as the framing "
                    + form
                    + " does"),
        fault.getMessage());
  }

  @Test
  void aLengthThatIsPossibleByChanceIsRecognisedAtTheEnd() throws ProtocolException {
    Wire peer = new Wire(Framing.parse("length:1be")).read(bytes("02 '你好'"));
    ProtocolException fault = assertThrows(ProtocolException.class, peer::end);
    assertTrue(fault.getMessage().contains("length:1be:chars"), fault.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"02000000 'ab' ffffffff", "03000000 '你' bfffffff", "02000000 e4bd 41ffffff"})
  void othersAreNot(String wire) {
    String sentence = Wire.fault(Framing.parse("length:4le"), bytes(wire)).getMessage();
    assertFalse(sentence.contains("chars"), sentence);
  }
}
