package dev.parley.chat.config;

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
    int begin = principal.startsWith(COMMON_NAME) ? 0 : principal.indexOf("," + COMMON_NAME) + 1;
    if (begin == 0 && !principal.startsWith(COMMON_NAME)) {
      return null;
    }
    StringBuilder name = new StringBuilder();
    for (int i = begin + COMMON_NAME.length(); i < principal.length(); i++) {
      char c = principal.charAt(i);
      if (c == ',' || c == '+') {
        break;
      }
      if (c == '\\') {
        return null; // no character that must be escaped is one of a name
      }
      name.append(c);
    }
    return name.toString();
  }
}
