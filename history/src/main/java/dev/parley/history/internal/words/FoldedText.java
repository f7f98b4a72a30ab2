package dev.parley.history.internal.words;

import java.text.Normalizer;
import java.util.Locale;

/// A text in the form in which it is compared: NFKC, without differences of case, and without
/// characters that nobody sees.
final class FoldedText {
  private FoldedText() {}

  /// Returns `text` folded. `Straße`, `STRASSE` and full-width `ＳＴＲＡＳＳＥ` are the same.
  static String of(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String upper = composed.toUpperCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder(upper.length());
    // One character at a time: String.toLowerCase gives a final sigma another form.
    upper
        .codePoints()
        .filter(c -> !isInvisible(c))
        .forEach(c -> folded.appendCodePoint(Character.toLowerCase(c)));
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  private static boolean isInvisible(int c) {
    return Character.getType(c) == Character.FORMAT
        || (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
