package dev.parley.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecurityTest {
  private static final Secret SECRET = Secret.ofText("peekaboo");

  @Test
  void noneLeavesTheBytesAlone() {
    Security none = Security.none();
    assertEquals("none", none.toString());
    assertNull(none.server(Around.none()));
    assertNull(none.client(Around.none()));
    assertFalse(none.authenticates());
    assertFalse(none.protects());
    assertTrue(none.isConfirmed());
    assertTrue(none.carriesDatagrams());
    assertEquals(List.of(), none.warnings());
  }

  @ParameterizedTest
  @EnumSource
  void hmacProvesTheClientOfAStream(HmacAlgorithm digest) {
    Security hmac = Hmac.with(digest, SECRET);
    assertTrue(hmac.authenticates());
    assertFalse(hmac.protects());
    assertFalse(hmac.isConfirmed());
    assertFalse(hmac.carriesDatagrams());
    assertNotSame(hmac.client(Around.none()), hmac.client(Around.none()));
    assertTrue(
        hmac.warnings().getFirst().toString().startsWith(digest + " proves the client only"));
  }

  @Test
  void md5HasOneMoreWarning() {
    assertEquals(2, Hmac.with(HmacAlgorithm.MD5, SECRET).warnings().size());
    assertEquals(1, Hmac.with(HmacAlgorithm.SHA256, SECRET).warnings().size());
  }

  @Test
  void equalWhenModeAndSecretAre() {
    Security md5 = Hmac.with(HmacAlgorithm.MD5, SECRET);
    assertEquals(md5, Hmac.with(HmacAlgorithm.MD5, Secret.ofText("peekaboo")));
    assertNotEquals(md5, Hmac.with(HmacAlgorithm.SHA256, SECRET));
    assertNotEquals(md5, Hmac.with(HmacAlgorithm.MD5, Secret.ofText("other")));
  }

  @ParameterizedTest
  @EnumSource
  void readsBackWhatItPrints(HmacAlgorithm digest) {
    Security hmac = Hmac.with(digest, SECRET);
    assertEquals(hmac, Hmac.parse(hmac.toString(), () -> SECRET));
  }

  @Test
  void noneNeverAsksForASecret() {
    Security none =
        Hmac.parse(
            "none",
            () -> {
              throw new AssertionError("asked");
            });
    assertEquals(Security.none(), none);
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> Hmac.parse("hmac", () -> SECRET));
    assertEquals(
        "'hmac' is no known security; choose none, hmac-md5 or hmac-sha256", refusal.getMessage());
  }
}
