package dev.parley.chat.internal.precis;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/// The mappings of the profile UsernameCaseMapped (RFC 8265 §3.3). Stateless.
///
/// A name has two forms: the *shown* one, where wide and narrow characters have become ordinary
/// ones and all are composed (NFC), and its *key*, the shown one in lower case, by which names are
/// compared.
public final class UsernameCaseMapped {
  private static final int WIDE_FIRST = 0xFF01;
  private static final int WIDE_LAST = 0xFF5E;
  private static final int WIDE_OFFSET = WIDE_FIRST - '!';
  private static final int NARROW_FIRST = 0xFF61;
  private static final int NARROW_LAST = 0xFF9F;

  private UsernameCaseMapped() {}

  /// Returns the shown form.
  public static String shown(String name) {
    StringBuilder mapped = new StringBuilder(name.length());
    name.codePoints().forEach(character -> width(character, mapped));
    return Normalizer.normalize(mapped, Form.NFC);
  }

  /// Returns the key of a shown form.
  public static String key(String shown) {
    return Normalizer.normalize(shown.toLowerCase(Locale.ROOT), Form.NFC);
  }

  /// Appends what a character is mapped to. Only those wide and narrow forms matter whose ordinary
  /// form can be in a name: the wide ASCII ones, and the narrow katakana, whose compatibility
  /// mapping has a single step. The others are forbidden, and so is what they would become.
  private static void width(int character, StringBuilder out) {
    if (character >= WIDE_FIRST && character <= WIDE_LAST) {
      out.append((char) (character - WIDE_OFFSET));
    } else if (character >= NARROW_FIRST && character <= NARROW_LAST) {
      out.append(Normalizer.normalize(Character.toString(character), Form.NFKC));
    } else {
      out.appendCodePoint(character);
    }
  }

  /// Returns the index of the first character that no name has; −1 if there is none.
  ///
  /// @param form either form of a name
  public static int firstForbidden(String form) {
    return IdentifierClass.firstForbidden(form);
  }

  /// Returns the index of the first character that a name cannot have at this place, next to these
  /// others; −1 if there is none.
  public static int firstMisplaced(String key) {
    return ContextRules.firstMisplaced(key);
  }

  /// Returns true if a name cannot be shown in another order than it is written in: it has no
  /// right-to-left characters, or keeps the rule for them.
  public static boolean isDirectionClear(String key) {
    return BidiRule.isKept(key);
  }

  /// Returns true if the key is its own key.
  public static boolean isStable(String key) {
    return key(shown(key)).equals(key);
  }
}
