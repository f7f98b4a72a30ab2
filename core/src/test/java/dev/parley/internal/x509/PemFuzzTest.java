package dev.parley.internal.x509;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.testing.FuzzInput;
import dev.parley.tls.Pin;
import java.util.List;

/// Fuzzes PEM files, the keys and certificates in them, and pins.
class PemFuzzTest {
  private static final List<String> LABELS =
      List.of("CERTIFICATE", "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY");

  /// An arbitrary file either parses to blocks, which print as a file with the same blocks, or
  /// fails with a sentence. Their content is a key, a chain, or rejected with a sentence.
  @FuzzTest
  void file(byte[] bytes) {
    List<Pem> blocks;
    try {
      blocks = Pem.parse(bytes);
    } catch (IllegalArgumentException refused) {
      assertShowable(refused);
      return;
    }
    if (!blocks.isEmpty()) { // no blocks print as an empty file, which is rejected
      checkPrint(blocks);
    }
    checkContent(blocks);
  }

  private static void checkPrint(List<Pem> blocks) {
    StringBuilder text = new StringBuilder();
    blocks.forEach(block -> text.append(Pem.print(block.label(), block.bytes())));
    List<Pem> again = Pem.parse(text.toString().getBytes(ISO_8859_1));
    assertEquals(blocks.size(), again.size());
    for (int i = 0; i < blocks.size(); i++) {
      assertEquals(blocks.get(i).label(), again.get(i).label());
      assertArrayEquals(blocks.get(i).bytes(), again.get(i).bytes());
    }
  }

  /// Arbitrary bytes in place of a key or a certificate.
  @FuzzTest
  void content(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    String label = LABELS.get(input.choice(LABELS.size()));
    checkContent(Pem.parse(Pem.print(label, input.rest()).getBytes(ISO_8859_1)));
  }

  private static void checkContent(List<Pem> blocks) {
    try {
      assertFalse(Certificates.chain(blocks).isEmpty());
    } catch (IllegalArgumentException refused) {
      assertShowable(refused);
    }
    try {
      assertNotNull(PrivateKeys.of(blocks));
    } catch (IllegalArgumentException refused) {
      assertShowable(refused);
    }
  }

  private static void assertShowable(IllegalArgumentException refused) {
    String sentence = refused.getMessage();
    assertTrue(sentence.length() < 2_000, sentence);
    assertTrue(sentence.codePoints().noneMatch(Character::isISOControl), sentence);
  }

  @FuzzTest
  void pin(byte[] bytes) {
    Pin pin;
    try {
      pin = Pin.parse(new String(bytes, ISO_8859_1));
    } catch (IllegalArgumentException refused) {
      assertShowable(refused);
      return;
    }
    assertEquals(pin, Pin.parse(pin.toString()));
  }
}
