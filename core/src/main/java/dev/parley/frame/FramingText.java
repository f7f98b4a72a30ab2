package dev.parley.frame;

import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Parses the text forms of framings: `name` or `name:argument`. Case does not matter in names, nor
/// in arguments except a delimiter's and those of a [FramingProvider].
final class FramingText {
  /// The number of characters of the user's input that an error message repeats.
  private static final int ECHO = 40;

  private FramingText() {}

  /// See [Framing#parse].
  static Framing parse(String text) {
    int colon = text.indexOf(':');
    String argument = colon < 0 ? "" : text.substring(colon + 1);
    if (colon >= 0 && argument.isEmpty()) {
      throw refusal(FramingProblem.NO_ARGUMENT, text);
    }
    String name = lower(colon < 0 ? text : text.substring(0, colon));
    return switch (name) {
      case "length" -> length(text, lower(argument));
      case "delimiter" -> Framing.delimiter(percentDecoded(text, argument));
      case "fixed" -> fixed(text, argument);
      case "auto", "line", "raw", "stream", "netstring", "ready" -> plain(text);
      default -> new ProvidedFramings().parse(name, argument, printable(text, ECHO));
    };
  }

  private static Framing plain(String text) {
    return switch (lower(text)) {
      case "auto" -> Framing.auto();
      case "line" -> Framing.line();
      case "line:crlf" -> Framing.lineCrlf();
      case "raw" -> Framing.raw();
      case "stream" -> Framing.stream();
      case "netstring" -> Framing.netstring();
      case "ready" -> Framing.ready();
      case "ready:chars" -> Framing.readyInChars();
      default -> throw refusal(FramingProblem.UNKNOWN, text);
    };
  }

  private static Framing length(String text, String argument) {
    if (argument.isEmpty()) {
      return Framing.length();
    }
    if (argument.equals("chars")) {
      return Framing.lengthInChars(LengthFraming.Prefix.BE4);
    }
    boolean chars = argument.endsWith(LengthFraming.CHARS);
    String name =
        chars ? argument.substring(0, argument.length() - LengthFraming.CHARS.length()) : argument;
    for (LengthFraming.Prefix prefix : LengthFraming.Prefix.values()) {
      if (prefix.text().equals(name) || prefix.text().equals(name + "be")) {
        return chars ? Framing.lengthInChars(prefix) : Framing.length(prefix);
      }
    }
    throw refusal(FramingProblem.UNKNOWN, text);
  }

  private static Framing fixed(String text, String argument) {
    long length = 0;
    for (int i = 0; i < argument.length() && length <= Framing.LARGEST_MESSAGE; i++) {
      char c = argument.charAt(i);
      length = c >= '0' && c <= '9' ? length * 10 + (c - '0') : Long.MAX_VALUE;
    }
    if (length < 1 || length > Framing.LARGEST_MESSAGE) {
      throw new InvalidValueException(
          FramingProblem.NO_LENGTH, printable(text, ECHO), Framing.LARGEST_MESSAGE);
    }
    return Framing.fixed((int) length);
  }

  /// Decodes `argument`: `%0D` is one byte, anything else is encoded as UTF-8.
  private static byte[] percentDecoded(String text, String argument) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < argument.length()) {
      int percent = argument.indexOf('%', at);
      int end = percent < 0 ? argument.length() : percent;
      bytes.writeBytes(argument.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = end;
      if (percent >= 0) {
        bytes.write(hexByte(text, argument, percent));
        at = percent + 3;
      }
    }
    if (bytes.size() < 1 || bytes.size() > DelimiterFraming.LONGEST) {
      throw new InvalidValueException(
          FramingProblem.NO_DELIMITER, printable(text, ECHO), DelimiterFraming.LONGEST);
    }
    return bytes.toByteArray();
  }

  private static int hexByte(String text, String argument, int percent) {
    int high = percent + 2 < argument.length() ? hexDigit(argument.charAt(percent + 1)) : -1;
    int low = percent + 2 < argument.length() ? hexDigit(argument.charAt(percent + 2)) : -1;
    if (high < 0 || low < 0) {
      throw refusal(FramingProblem.PERCENT, text);
    }
    return high << 4 | low;
  }

  /// ASCII only; `Character.digit` would accept the digits of other scripts.
  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static InvalidValueException refusal(FramingProblem code, String text) {
    return new InvalidValueException(code, printable(text, ECHO));
  }

  /// Returns the first `most` characters of `text`, with everything that could control a terminal
  /// or be invisible there escaped as `\` `u` and its number.
  static String printable(String text, int most) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < most; i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c) || (c >= ' ' && c <= '~')) {
        shown.append(c);
      } else {
        shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return text.length() > most ? shown.append("...").toString() : shown.toString();
  }
}
