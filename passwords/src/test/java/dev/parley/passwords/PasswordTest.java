package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordTest {
  private static final byte[] SALT = new byte[16];

  /// The examples of RFC 4013 §3, and a password in a script other than Latin.
  @Test
  void whatLooksTheSameIsTheSame() {
    assertSame("IX", "I\u00adX");
    assertSame("a", "\u00aa");
    assertSame("IX", "\u2168");
    assertSame("a b", "a\u00a0b");
    assertSame("é", "e\u0301");
    assertSame("Schlüssel", "Schlu\u0308ssel");
    assertSame("password1", "ｐａｓｓｗｏｒｄ１");
    assertSame("a b c", "a\u2003b\u3000c");
    assertSame("ﷺ", "صلى الله عليه وسلم");
    assertEquals(2, Side.password("密码").length());
    assertEquals(1, Side.password("\ud840\udc00").length());
    assertEquals(4, Side.password("USER").length());
  }

  /// A character that was added to Unicode later, and that newer tables map to another one, is
  /// rejected anyway; five ideographs are normalized as in Unicode 3.2.
  @Test
  void unicodeIsThatOfRfc3454() {
    for (String later : List.of("\u1d2c", "\u03f9", "\uab5c")) {
      assertThrows(IllegalArgumentException.class, () -> Side.password(later), later);
    }
    assertSame("\u5f33", Character.toString(0x2f874));
    assertSame(Character.toString(0x2136a), Character.toString(0x2f868));
  }

  /// Computed with Python: hashlib.pbkdf2_hmac("sha256", unicodedata.normalize("NFKC",
  /// word).encode(), bytes(16), 1).
  @Test
  void keysAreDerivedFromUtf8() {
    assertSalted("694a6e6edcea58e27c79b29ff6d5c2442eaf04ef66188a8b5c6d5c54448db3dd", "Straße");
    assertSalted("45ff5456b8661a0003a46abf79a752558bdcea3f308e7da7b7f27b874030f9f9", "密码很长");
    assertSalted("ecdab7fc9653db52344ef244a2758fdaeb2a1348388b2c3bbf851b9bb7983f81", "cafe\u0301");
  }

  private static void assertSalted(String hex, String password) {
    assertEquals(hex, HexFormat.of().formatHex(Side.password(password).salted(SALT, 1)), password);
  }

  private static void assertSame(String one, String other) {
    assertArrayEquals(
        Side.password(one).salted(SALT, 1), Side.password(other).salted(SALT, 1), other);
  }

  @Test
  void whatKeyboardsDoNotAgreeOnIsRefusedAndNotRepeated() {
    for (String typed :
        List.of(
            "canary\u0007",
            "canary\u0085",
            "\u06271canary",
            "\uD83D\uDD11canary",
            "\u00ad",
            "\ud800canary",
            "\ue000canary",
            "\uffffcanary",
            "\u202ecanary",
            "\u2ff0canary",
            "\udb40\udc41canary")) {
      String said =
          assertThrows(IllegalArgumentException.class, () -> Side.password(typed)).toString();
      assertFalse(said.contains("canary") || said.contains("1F511") || said.contains("0007"), said);
    }
  }

  @Test
  void whatADecoderCouldNotReadIsSaidToBeThat() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Side.password("canary\ufffd\ufffd"))
            .toString();
    assertTrue(said.contains("could not be read") && said.contains("LC_ALL"), said);
    assertFalse(said.contains("canary") || said.contains("\ufffd"), said);
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
