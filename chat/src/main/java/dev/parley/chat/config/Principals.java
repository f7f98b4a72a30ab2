package dev.parley.chat.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names in principals.
final class Principals {
  private static final String COMMON_NAME = "CN=";

  private Principals() {}

  /// Returns the common name of a certificate's subject (RFC 4514), any other principal as it is;
  /// null for a subject that has none.
  static @Nullable String name(String principal) {
    if (!principal.contains("=")) {
      return principal;
    }
    for (String part : parts(principal)) {
      if (part.startsWith(COMMON_NAME)) {
        String name = part.substring(COMMON_NAME.length());
        return name.contains("\\") ? null : name; // no character of a name has to be escaped
      }
    }
    return null;
  }

  /// Returns the attributes of a subject: they are separated by commas, those of one set by plus
  /// signs, which are escaped by a backslash where they belong to a value.
  private static List<String> parts(String subject) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < subject.length(); i++) {
      char c = subject.charAt(i);
      if (c == '\\') {
        i++; // the next character is one of the value
      } else if (c == ',' || c == '+') {
        parts.add(subject.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(subject.substring(begin));
    return parts;
  }
}
