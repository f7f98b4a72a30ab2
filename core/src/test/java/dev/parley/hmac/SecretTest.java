package dev.parley.hmac;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  @ParameterizedTest
  @CsvSource({
    "key,        key",
    "key\\n,     key",
    "key\\r\\n,  key",
    "key\\n\\n,  key\\n",
    "key\\r,     key\\r",
    "key\\r\\r\\n, key\\r",
    "\\nkey,     \\nkey",
    "\\n\\n,     \\n",
    "\\r,        \\r"
  })
  void aFileLosesOneNewlineAtItsEndAndNothingElse(String content, String expected) {
    assertEquals(
        Secret.ofText(expected.translateEscapes()),
        Secret.ofFileContent(content.translateEscapes().getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void aFileWithoutASecretIsRefused(String content) {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Secret.ofFileContent(content.getBytes(UTF_8)));
    assertEquals("the secret is empty; put at least one byte into it", refusal.getMessage());
  }

  @Test
  void noBytesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Secret.of(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> Secret.ofText(""));
  }

  @Test
  void neverShowsItself() {
    assertEquals("Secret[hidden]", Secret.ofText("peekaboo").toString());
    assertEquals("hmac-md5", Hmac.with(HmacAlgorithm.MD5, Secret.ofText("peekaboo")).toString());
  }

  @Test
  void equalsByItsBytes() {
    assertEquals(Secret.ofText("peekaboo"), Secret.of("peekaboo".getBytes(UTF_8)));
    assertEquals(Secret.ofText("a").hashCode(), Secret.ofText("b").hashCode());
    assertNotEquals(Secret.ofText("peekaboo"), Secret.ofText("peekaboO"));
    assertNotEquals(Secret.ofText("peekaboo"), Secret.ofText("peekabo"));
  }

  @Test
  void aCallerMayWipeItsArray() {
    byte[] key = "peekaboo".getBytes(UTF_8);
    Secret secret = Secret.of(key);
    key[0] = 0;
    assertEquals(Secret.ofText("peekaboo"), secret);
  }
}
