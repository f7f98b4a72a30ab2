package dev.parley.chat.internal.precis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.text.Printable;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rocks.xmpp.precis.PrecisProfiles;

/// Names by RFC 8265, against its examples and against an implementation that somebody else wrote.
///
/// Where the two differ:
///
/// | names with | here | there | why |
/// |---|---|---|---|
/// | U+180F, U+E0100–E01EF: variation selectors | refused | taken | they are ignorable (RFC 8264 §9.13); theirs is from before |
/// | U+03F4, U+1F88–1FFC: capitals with a compatibility mapping, or in title case | refused | taken in lower case | the shown form keeps its case, and has to conform, too |
/// | characters that need others beside them (RFC 5892, appendix A) | taken beside those | refused | theirs does not look at what is beside them |
class PrecisTest {
  private static final String REFUSED = "refused";

  /// Characters that have to do with each other in one of the rules.
  private static final int[] POOL = {
    'a', 'A', 'l', '0', '7', '.', '-', '_', '@', 'e', 0x0308, 0x0301, 0xFF21, 0xFF71, 0xFF9E,
    0x30A2, 0x4F60, 0x03B1, 0x03A3, 0x03C2, 0x05D0, 0x05D1, 0x0627, 0x0628, 0x064B, 0x094D, 0x0915,
    0x1100, 0x1161, 0x11A8, 0xAC00, 0x0130, 0x1E9E, 0x00DF, 0x1D400, 0x20000, 0x0661, 0x06F1
  };

  private static String here(String name) {
    String shown = UsernameCaseMapped.shown(name);
    String key = UsernameCaseMapped.key(shown);
    boolean isName =
        !key.isEmpty()
            && UsernameCaseMapped.firstForbidden(shown) < 0
            && UsernameCaseMapped.firstForbidden(key) < 0
            && UsernameCaseMapped.firstMisplaced(key) < 0
            && UsernameCaseMapped.isDirectionClear(key)
            && UsernameCaseMapped.isStable(key);
    return isName ? key : REFUSED;
  }

  private static String there(String name) {
    try {
      return PrecisProfiles.USERNAME_CASE_MAPPED.enforce(name);
    } catch (IllegalArgumentException _) {
      return REFUSED;
    }
  }

  private static boolean isVariationSelector(int character) {
    return character == 0x180F || (character >= 0xE0100 && character <= 0xE01EF);
  }

  private static boolean isOddCapital(int character) {
    return character == 0x03F4 || (character >= 0x1F88 && character <= 0x1FFC);
  }

  private static void assertSame(String name) {
    if (name.codePoints().noneMatch(ContextRules::concern)) {
      assertEquals(there(name), here(name), () -> name.codePoints().boxed().toList().toString());
    }
  }

  @Test
  void everyCharacterIsTakenAsByTheOther() {
    int taken = 0;
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      boolean isSurrogate = character >= 0xD800 && character <= 0xDFFF;
      String name = isSurrogate ? "" : Character.toString(character);
      if (isVariationSelector(character)) {
        assertEquals(REFUSED, here(name));
      } else if (!isSurrogate && !(isOddCapital(character) && here(name).equals(REFUSED))) {
        assertSame(name);
        taken += here(name).equals(REFUSED) ? 0 : 1;
      }
    }
    assertTrue(taken > 130_000, taken + " characters");
  }

  @Test
  void everyMixtureIsTakenAsByTheOther() {
    Random random = new Random(8265);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = 1 + random.nextInt(6); length > 0; length--) {
        name.appendCodePoint(POOL[random.nextInt(POOL.length)]);
      }
      assertSame(name.toString());
    }
  }

  @Test
  void everyCharacterOfANameCanBeShown() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      if (IdentifierClass.allows(character)) {
        assertTrue(Printable.passes(character), Integer.toHexString(character));
      }
    }
  }

  /// RFC 8265 §3.5.
  @ParameterizedTest
  @CsvSource({
    "juliet@example.com, juliet@example.com",
    "fussball, fussball",
    "fußball, fußball",
    "π, π",
    "Σ, σ",
    "σ, σ",
    "ς, ς"
  })
  void namesOfTheStandardHaveTheirKeys(String name, String key) {
    assertEquals(key, here(name));
  }

  /// RFC 8265 §3.5; and U+0000, controls, a compatibility form, a lone mark of direction.
  @ParameterizedTest
  @ValueSource(
      strings = {"foo bar", "", "henry\u2163", "\u221E", "a\u0000", "\uFB01", "\u200F", "a\u0640"})
  void whatTheStandardRefusesIsRefused(String name) {
    assertEquals(REFUSED, here(name));
  }

  /// RFC 5892, appendix A; RFC 5893 §2.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "l\u00B7l",
        "L\u00B7L",
        "\u0375\u03B1",
        "\u05D0\u05F3",
        "\u05D0\u05F4\u05D1",
        "\u30A2\u30FB\u30A4",
        "\u4F60\u30FB",
        "\u0628\u0661\u0662",
        "\u0628\u06F1",
        "\u0915\u094D\u200D\u0915",
        "\u0915\u094D\u200C",
        "\u0628\u200C\u0628",
        "\u0628\u064B\u200C\u064B\u0627",
        "\u05D01",
        "\u05D0\u05B0"
      })
  void aCharacterIsTakenBesideThoseThatItNeeds(String name) {
    assertNotEquals(REFUSED, here(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00B7",
        "l\u00B7",
        "\u00B7l",
        "a\u00B7l",
        "\u0375",
        "\u0375a",
        "\u05F3",
        "a\u05F4",
        "\u30FB",
        "a\u30FBb",
        "\u0628\u0661\u06F1",
        "a\u200D",
        "\u0628\u200D\u0628",
        "a\u200Cb",
        "\u0627\u200C\u0628",
        "\u200C\u0628",
        "\u0628\u200C",
        "a\u05D0",
        "\u05D0a",
        "1\u05D0",
        "\u05D0-",
        "\u0628\u06611",
        "\u0661"
      })
  void aCharacterIsRefusedElsewhere(String name) {
    assertEquals(REFUSED, here(name));
  }
}
