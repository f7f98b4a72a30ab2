package dev.parley.limit;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses and prints sizes in bytes as people write them: `64k`, `1m`, `2g` in powers of 1024; a
/// bare number is in bytes.
///
/// Stateless, safe for any thread. [#parse] reads what [#print] writes as the same number.
public final class SizeText {
  private static final Pattern FORM = Pattern.compile("([0-9]+)([kmg])?");

  private static final String UNITS = "kmg";

  private SizeText() {}

  /// Parses a size from 0 to [Long#MAX_VALUE]; surrounding blanks and the case of the letter do not
  /// matter.
  ///
  /// @throws IllegalArgumentException with a sentence for the user, if `text` is not a size, is
  ///   negative, is a fraction or does not fit
  public static long parse(String text) {
    Objects.requireNonNull(text, "text");
    String form = text.strip().toLowerCase(Locale.ROOT);
    if (form.startsWith("-")) {
      throw new InvalidValueException(SettingProblem.SIZE_NEGATIVE, text);
    }
    Matcher matcher = FORM.matcher(form);
    if (!matcher.matches()) {
      throw new InvalidValueException(
          form.contains(".") ? SettingProblem.SIZE_FRACTION : SettingProblem.SIZE_MALFORMED, text);
    }
    String unit = matcher.group(2);
    int shift = unit == null ? 0 : 10 * (UNITS.indexOf(unit) + 1);
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    } catch (NumberFormatException | ArithmeticException _) {
      throw new InvalidValueException(SettingProblem.SIZE_TOO_LARGE, text, Long.MAX_VALUE);
    }
  }

  /// Returns the shortest exact form of `bytes`, in the largest unit without a fraction (`64k`,
  /// `1m`, `1025`). A negative number, which [#parse] rejects, is printed with its sign.
  public static String print(long bytes) {
    long number = bytes;
    int unit = -1;
    while (number != 0 && number % 1024 == 0 && unit < UNITS.length() - 1) {
      number /= 1024;
      unit++;
    }
    return unit < 0 ? Long.toString(number) : number + UNITS.substring(unit, unit + 1);
  }
}
