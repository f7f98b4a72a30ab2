package dev.parley.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HexTest {
  private static final byte[] HELLO = "Hello".getBytes(UTF_8);

  @Test
  void pairsMayStandApartOrTogether() {
    assertArrayEquals(HELLO, parse("48 65 6c6c6f"));
    assertArrayEquals(HELLO, parse("  48656C6C6F\t"));
    assertArrayEquals(new byte[0], parse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "4, column 1",
    "48 6, column 4",
    "48 x5, column 4",
    "48 6x, column 5",
    "4 8, column 1"
  })
  void whatIsWrongIsSaidWithItsColumn(String typed, String where) {
    String sentence = assertThrows(IllegalArgumentException.class, () -> parse(typed)).getMessage();
    assertTrue(sentence.contains(where), sentence);
  }

  @Test
  void aBytePastAsciiIsNoDigit() {
    assertThrows(IllegalArgumentException.class, () -> parse("é0"));
  }

  @Test
  void aLineIsReadBackAsTheSameBytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertArrayEquals(all, parse(Hex.line(all)));
  }

  @Test
  void aDumpHasOffsetsDigitsAndCharacters() {
    assertEquals(
        "00000010  48 65 6c 6c 6f                                    |Hello|", Hex.dump(HELLO, 16));
    assertEquals(
        """
        00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|
        00000010  0a ff                                             |..|\
        """,
        Hex.dump(
            new byte[] {
              '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', '\n',
              -1
            },
            0));
  }

  @Test
  void noBytesAreOneRow() {
    assertTrue(Hex.dump(new byte[0], 0).matches("00000000 +\\|\\|"));
  }

  private static byte[] parse(String typed) {
    return Hex.parse(typed.getBytes(UTF_8));
  }
}
