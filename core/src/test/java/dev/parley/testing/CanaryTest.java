package dev.parley.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The search for secrets must be able to find them.
class CanaryTest {
  private static final byte[] SECRET =
      HexFormat.of().parseHex("c0ffee01fb7f3e9122c5a8d4670b1c5c8e90aa42d7e13bf6589d24037ab16cef");
  private static final Canary CANARY = new Canary(SECRET);

  @Test
  void anyEightBytesAreFoundInAnyForm() {
    for (int at = 0; at + 8 <= SECRET.length; at++) {
      byte[] piece = Arrays.copyOfRange(SECRET, at, at + 8);
      assertTrue(CANARY.isIn(piece));
      assertTrue(CANARY.isIn("say " + new String(piece, ISO_8859_1)));
      assertTrue(CANARY.isIn("key=" + HexFormat.of().formatHex(piece)));
      assertTrue(CANARY.isIn("key=" + HexFormat.of().withUpperCase().formatHex(piece)));
      assertTrue(CANARY.isIn("key=" + HexFormat.ofDelimiter(" ").formatHex(piece)));
      assertTrue(CANARY.isIn("key=" + Arrays.toString(piece)));
    }
  }

  @Test
  void itIsFoundInBase64WhereverItBegins() {
    for (int before = 0; before < 7; before++) {
      byte[] all = new byte[before + SECRET.length + 5];
      Arrays.fill(all, (byte) 'x');
      System.arraycopy(SECRET, 0, all, before, SECRET.length);
      assertTrue(CANARY.isIn(Base64.getEncoder().encodeToString(all)));
      assertTrue(CANARY.isIn(Base64.getUrlEncoder().encodeToString(all)));
    }
  }

  @Test
  void itIsFoundInCausesAndInWhatWasSuppressed() {
    String key = HexFormat.of().formatHex(SECRET);
    IOException outer = new IOException("harmless", new IllegalStateException(key));
    assertThrows(AssertionError.class, () -> CANARY.assertNotIn(outer));
    IOException other = new IOException("harmless");
    other.addSuppressed(new IOException("harmless", new IOException(key)));
    assertThrows(AssertionError.class, () -> CANARY.assertNotIn(other));
    CANARY.assertNotIn(new IOException("harmless", new IOException("too")));
  }

  @Test
  void otherBytesAreNotTakenForIt() {
    byte[] other = SECRET.clone();
    for (int at = 0; at < other.length; at += 4) {
      other[at] ^= 1;
    }
    assertFalse(CANARY.isIn(other));
    assertFalse(CANARY.isIn(HexFormat.of().formatHex(other)));
    assertFalse(CANARY.isIn(Base64.getEncoder().encodeToString(other)));
    assertFalse(CANARY.isIn(Arrays.toString(other)));
  }
}
