package dev.parley.limit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes in bytes as people write them: `64k`, `1m`, `2g` in powers of 1024; a bare number counts
/// bytes.
///
/// Stateless, safe for any thread. What [#print] writes, [#parse] reads back as the same number.
public final class SizeText {
  private static final Pattern FORM = Pattern.compile("([0-9]+)([kmg])?");

  private static final String UNITS = "kmg";

  private SizeText() {}

  /// The number of bytes that `text` says, from 0 to [Long#MAX_VALUE]; blanks around it and the
  /// case of the letter do not matter.
  ///
  /// @throws IllegalArgumentException with a sentence for the user, if it is no size, is negative,
  ///   is a fraction or does not fit
  public static long parse(String text) {
    String form = text.strip().toLowerCase(Locale.ROOT);
    if (form.startsWith("-")) {
      throw refused(text, "is negative");
    }
    Matcher matcher = FORM.matcher(form);
    if (!matcher.matches()) {
      throw refused(text, form.contains(".") ? "is no whole number" : "is no size");
    }
    String unit = matcher.group(2);
    int shift = unit == null ? 0 : 10 * (UNITS.indexOf(unit) + 1);
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    } catch (NumberFormatException | ArithmeticException _) {
      throw refused(text, "is more than " + Long.MAX_VALUE + " bytes");
    }
  }

  /// The shortest exact form of `bytes`: the largest unit in which it is whole (`64k`, `1m`,
  /// `1025`). A negative number, which [#parse] refuses, prints with its sign.
  public static String print(long bytes) {
    long number = bytes;
    int unit = -1;
    while (number != 0 && number % 1024 == 0 && unit < UNITS.length() - 1) {
      number /= 1024;
      unit++;
    }
    return unit < 0 ? Long.toString(number) : number + UNITS.substring(unit, unit + 1);
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException(
        "'" + text + "' " + why + "; write bytes as a whole number, or one like 64k, 1m or 2g");
  }
}
