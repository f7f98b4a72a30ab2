package dev.parley.history.internal.words;

/// The words of a text that has only ASCII, Chinese characters and Chinese punctuation: those that
/// it has as any other text ([Segment]), in a tenth of the time, since each of these characters is
/// its own folded form but for the case of ASCII.
final class CommonWords {
  /// Punctuation, and what [FoldedText] makes punctuation or a space of.
  private static final String SEPARATORS = "　、。〈〉《》「」『』【】〔〕‘’“”…—！，：；？（）～";

  private static final int ASCII_END = 0x80;

  // The block of unified ideographs that Unicode began with. None has another form.
  private static final int IDEOGRAPHS = 0x4E00;
  private static final int IDEOGRAPHS_END = 0xA000;

  private CommonWords() {}

  /// Returns true for a text that has no other characters.
  static boolean isAll(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ASCII_END && !isIdeograph(c) && SEPARATORS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /// Appends the tokens, each behind a space unless it is the first.
  ///
  /// @param maxToken where a longer word is cut
  static void append(String text, int maxToken, StringBuilder tokens) {
    int length = 0; // of the word so far
    for (int i = 0; i < text.length(); i++) {
      char c = folded(text.charAt(i));
      if (isIdeograph(c)) {
        length = 0;
        begin(tokens).append(c);
        if (i + 1 < text.length() && isIdeograph(text.charAt(i + 1))) {
          begin(tokens).append(c).append(text.charAt(i + 1));
        }
      } else if (isLetterOrDigit(c)) {
        (length % maxToken == 0 ? begin(tokens) : tokens).append(c);
        length++;
      } else {
        length = 0;
      }
    }
  }

  private static StringBuilder begin(StringBuilder tokens) {
    return tokens.isEmpty() ? tokens : tokens.append(' ');
  }

  private static boolean isIdeograph(char c) {
    return c >= IDEOGRAPHS && c < IDEOGRAPHS_END;
  }

  private static char folded(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
