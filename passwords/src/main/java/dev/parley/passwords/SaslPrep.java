package dev.parley.passwords;

import com.ongres.saslprep.SASLprep;
import com.ongres.stringprep.Profile;
import com.ongres.stringprep.Tables;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// SASLprep (RFC 4013): normalizes a name or a password to one form, whichever way a keyboard
/// produced it. An `é` of two code points becomes one code point, a full-width letter an ordinary
/// one, and any space the ASCII one.
///
/// Strings are *stored strings* (RFC 3454 §7): a code point that Unicode 3.2 does not assign is
/// rejected. RFC 5802 §5.1 allows one in the name of a login, but no user can have that name.
///
/// The library normalizes by the JDK's tables, which are those of a newer Unicode. For the code
/// points of 3.2 they are the same except for five ideographs, corrected in Unicode 4.0
/// (Corrigendum 4).
final class SaslPrep {
  private static final Map<Integer, Integer> BEFORE_CORRIGENDUM_4 =
      Map.of(0x2f868, 0x2136a, 0x2f874, 0x5f33, 0x2f91f, 0x43ab, 0x2f95f, 0x7aae, 0x2f9bf, 0x4d57);

  private static final Profile PROFILE = new SASLprep();

  private SaslPrep() {}

  /// Returns the prepared form, which may be empty; null if a character or its position is not
  /// allowed. The caller may wipe `typed`.
  static char @Nullable [] prepare(char[] typed) {
    char[] old = new char[typed.length];
    boolean isAnythingLeft = false;
    for (int i = 0; i < typed.length; ) {
      int codePoint = Character.codePointAt(typed, i);
      if (Tables.unassignedCodePoints(codePoint)) {
        return null; // newer tables could map it to an assigned one
      }
      isAnythingLeft |= !Tables.mapToNothing(codePoint);
      // Each of the five is replaced by one of at most as many chars; the filler maps to nothing.
      int length = Character.charCount(codePoint);
      Arrays.fill(old, i, i + length, '\u00ad');
      Character.toChars(BEFORE_CORRIGENDUM_4.getOrDefault(codePoint, codePoint), old, i);
      i += length;
    }
    try {
      return isAnythingLeft ? PROFILE.prepareStored(old) : new char[0]; // the library fails on this
    } catch (IllegalArgumentException e) {
      return null; // its message names the character
    } finally {
      Arrays.fill(old, '\0');
    }
  }

  /// Like [#prepare(char\[\])].
  static @Nullable String prepare(String text) {
    char[] prepared = prepare(text.toCharArray());
    return prepared == null ? null : new String(prepared);
  }
}
