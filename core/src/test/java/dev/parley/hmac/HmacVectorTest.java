package dev.parley.hmac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Published test vectors, and values computed by CPython.
class HmacVectorTest {
  private static final String FIFTY_DD = "dd".repeat(50);
  private static final String FIFTY_CD = "cd".repeat(50);
  private static final String KEY_25 = "0102030405060708090a0b0c0d0e0f10111213141516171819";
  private static final String LARGER_KEY = "Test Using Larger Than Block-Size Key - Hash Key First";

  @Test
  void md5AsRfc2202() {
    md5("0b".repeat(16), hex("Hi There"), "9294727a3638bb1c13f48ef8158bfc9d");
    md5(hex("Jefe"), hex("what do ya want for nothing?"), "750c783e6ab0b503eaa86e310a5db738");
    md5("aa".repeat(16), FIFTY_DD, "56be34521d144c88dbb8c733f0e8b3f6");
    md5(KEY_25, FIFTY_CD, "697eaf0aca3a3aea3a75164746ffaa79");
    md5("0c".repeat(16), hex("Test With Truncation"), "56461ef2342edc00f9bab995690efd4c");
    md5("aa".repeat(80), hex(LARGER_KEY), "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
    md5(
        "aa".repeat(80),
        hex("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
        "6f630fad67cda0ee1fb1f562db3aa53e");
  }

  @Test
  void sha256AsRfc4231() {
    sha256(
        "0b".repeat(20),
        hex("Hi There"),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    sha256(
        hex("Jefe"),
        hex("what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    sha256(
        "aa".repeat(20),
        FIFTY_DD,
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    sha256(KEY_25, FIFTY_CD, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    sha256(
        "aa".repeat(131),
        hex(LARGER_KEY),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    sha256(
        "aa".repeat(131),
        hex(
            "This is a test using a larger than block-size key and a larger than block-size data."
                + " The key needs to be hashed before being used by the HMAC algorithm."),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
  }

  /// `hmac.new(b'peekaboo', bytes(range(32)), name).hexdigest()`, CPython 3.11.
  @ParameterizedTest
  @CsvSource({
    "MD5, 4d0c601c8ec1ba3ab2212239d7345971",
    "SHA256, d9ca48159ea3d797f6e134ce76761f4a76fd87854ccdc166e663a8be727fee4d"
  })
  void provesAsPythonDoes(HmacAlgorithm digest, String expected) {
    byte[] challenge = new byte[32];
    for (int i = 0; i < challenge.length; i++) {
      challenge[i] = (byte) i;
    }
    byte[] proof = Secret.ofText("peekaboo").prove(digest, challenge);
    assertEquals(expected, HexFormat.of().formatHex(proof));
    assertEquals(digest.macLength(), proof.length);
  }

  private static void md5(String key, String message, String expected) {
    proves(HmacAlgorithm.MD5, key, message, expected);
  }

  private static void sha256(String key, String message, String expected) {
    proves(HmacAlgorithm.SHA256, key, message, expected);
  }

  private static void proves(HmacAlgorithm digest, String key, String message, String expected) {
    HexFormat hex = HexFormat.of();
    byte[] proof = Secret.of(hex.parseHex(key)).prove(digest, hex.parseHex(message));
    assertEquals(expected, hex.formatHex(proof));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
