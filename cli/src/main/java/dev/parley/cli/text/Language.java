package dev.parley.cli.text;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The language of the command's sentences.
public enum Language {
  ENGLISH,
  CHINESE;

  /// The system property with the user's locale, in the form of LANG. The launcher sets it, since
  /// it may change the environment variables for the JVM.
  static final String PROPERTY = "parley.locale";

  /// Returns the language that POSIX's variables ask for: the first of LC_ALL, LC_MESSAGES and LANG
  /// that is set and not empty. Simplified Chinese for `zh`, `zh_CN`, `zh_SG` and `zh_Hans`, in any
  /// encoding; English for all others.
  static Language of(@Nullable String property, Map<String, String> environment) {
    if (property != null) {
      return ofLocale(property);
    }
    for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      String locale = environment.get(name);
      if (locale != null && !locale.isEmpty()) {
        return ofLocale(locale);
      }
    }
    return ENGLISH;
  }

  private static Language ofLocale(String locale) {
    int end = 0;
    while (end < locale.length() && ".@".indexOf(locale.charAt(end)) < 0) {
      end++;
    }
    return switch (locale.substring(0, end).replace('-', '_')) {
      case "zh", "zh_CN", "zh_SG", "zh_Hans", "zh_Hans_CN", "zh_Hans_SG" -> CHINESE;
      default -> ENGLISH;
    };
  }
}
