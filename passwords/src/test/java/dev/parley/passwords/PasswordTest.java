package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordTest {
  private static final byte[] SALT = new byte[16];

  /// The examples of RFC 4013 §3, and a password of a people that writes no Latin letters.
  @Test
  void whatLooksTheSameIsTheSame() {
    assertSame("IX", "I\u00adX");
    assertSame("a", "\u00aa");
    assertSame("IX", "\u2168");
    assertSame("a b", "a\u00a0b");
    assertEquals(2, Side.password("密码").length());
    assertEquals(4, Side.password("USER").length());
  }

  private static void assertSame(String one, String other) {
    assertArrayEquals(
        Side.password(one).salted(SALT, 1), Side.password(other).salted(SALT, 1), other);
  }

  @Test
  void whatKeyboardsDoNotAgreeOnIsRefusedAndNotRepeated() {
    for (String typed :
        List.of("canary\u0007", "\u06271canary", "\uD83D\uDD11canary", "\u00ad", "\ud800canary")) {
      String said =
          assertThrows(IllegalArgumentException.class, () -> Side.password(typed)).toString();
      assertFalse(said.contains("canary") || said.contains("1F511") || said.contains("0007"), said);
    }
  }

  @Test
  void aPasswordHasALongestLength() {
    assertEquals(Password.MAX_BYTES, Side.password("x".repeat(Password.MAX_BYTES)).length());
    Side.password("é".repeat(Password.MAX_BYTES / 2));
    for (String typed :
        List.of("", "x".repeat(Password.MAX_BYTES + 1), "é".repeat(Password.MAX_BYTES / 2) + "x")) {
      assertThrows(IllegalArgumentException.class, () -> Side.password(typed));
    }
  }

  @Test
  void aFileIsOneLineOfUtf8() {
    for (String content : List.of("wonderland", "wonderland\n", "wonderland\r\n")) {
      assertEquals(10, Password.ofFileContent(content.getBytes(UTF_8)).length());
    }
    assertEquals(2, Password.ofFileContent("密码\n".getBytes(UTF_8)).length());
    for (byte[] content :
        List.of(
            "canary\n\n".getBytes(UTF_8),
            "canary\nx".getBytes(UTF_8),
            "\n".getBytes(UTF_8),
            new byte[0],
            new byte[] {'c', (byte) 0xff},
            "x".repeat(Password.MAX_BYTES + 1).getBytes(UTF_8))) {
      String said =
          assertThrows(IllegalArgumentException.class, () -> Password.ofFileContent(content))
              .toString();
      assertFalse(said.contains("canary"), said);
    }
    Password.ofFileContent(("x".repeat(Password.MAX_BYTES) + "\r\n").getBytes(UTF_8));
  }
}
