package dev.parley.passwords;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A client's first message (RFC 5802 §7), without extensions and without an authorization
/// identity.
///
/// ```
///   p=tls-exporter,,n=alice,r=fyko+d2lbbFgONRv9qkxdawL
///   ├──── flag ───┤ ├──────────── bare ──────────────┤
/// ```
///
/// @param flag `n`, `y`, or `p=` and the type of the channel binding
/// @param bare the part that the proof covers
/// @param name anything that fits into the line
record ClientFirst(String flag, String bare, String name, String nonce) {
  /// Keeps the server's answer, which repeats the nonce, within the maximum line length.
  static final int MAX_NONCE = 512;

  private static final Pattern FORM =
      Pattern.compile(
          "(n|y|p=[A-Za-z0-9.-]{1,64}),,(n=([^,\\x00]{1,1000}),r=([!-+\\x2d-~]{1,512}))");

  static ClientFirst of(Gs2Header header, String name, String nonce) {
    String text = header.text();
    return new ClientFirst(
        text.substring(0, text.length() - 2), "n=" + name + ",r=" + nonce, name, nonce);
  }

  /// Parses a line; null if it is not such a message.
  static @Nullable ClientFirst parse(String line) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      return null;
    }
    String name = unescaped(matcher.group(3));
    return name == null
        ? null
        : new ClientFirst(matcher.group(1), matcher.group(2), name, matcher.group(4));
  }

  /// Decodes `=2C` to a comma and `=3D` to an equals sign; null if there is any other escape.
  private static @Nullable String unescaped(String name) {
    String plain = name.replace("=2C", ",").replace("=3D", "\0");
    return plain.indexOf('=') >= 0 ? null : plain.replace('\0', '=');
  }

  String line() {
    return flag + ",," + bare;
  }
}
