package dev.parley.chat.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The constants of an enum as words in JSON: `TOO_FAST` is `too-fast`. Immutable.
final class Words<E extends Enum<E>> {
  private final E[] constants;
  private final String[] words;

  Words(Class<E> type) {
    constants = type.getEnumConstants();
    words = new String[constants.length];
    for (E constant : constants) {
      words[constant.ordinal()] = of(constant);
    }
  }

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String word(E constant) {
    return words[constant.ordinal()];
  }

  /// Returns null if there is no such word.
  @Nullable E constant(String word) {
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals(word)) {
        return constants[i];
      }
    }
    return null;
  }

  /// Returns all words, to be shown.
  @Override
  public String toString() {
    return String.join(", ", words);
  }
}
