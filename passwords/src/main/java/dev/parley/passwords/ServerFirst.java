package dev.parley.passwords;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server's first message (RFC 5802 §7), without extensions.
///
/// ```
///   r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=600000
/// ```
///
/// @param nonce the client's nonce, followed by the server's
/// @param saltText in base64
/// @param iterations from 1 to 999,999,999,999
record ServerFirst(String nonce, String saltText, long iterations) {
  private static final Pattern FORM =
      Pattern.compile("r=([!-+\\x2d-~]{1,1000}),s=([A-Za-z0-9+/=]{1,88}),i=([1-9][0-9]{0,11})");

  /// Parses a line; null if it is not such a message.
  static @Nullable ServerFirst parse(String line) {
    Matcher matcher = FORM.matcher(line);
    return matcher.matches()
        ? new ServerFirst(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3)))
        : null;
  }

  String line() {
    return "r=" + nonce + ",s=" + saltText + ",i=" + iterations;
  }
}
