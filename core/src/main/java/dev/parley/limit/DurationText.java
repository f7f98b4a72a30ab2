package dev.parley.limit;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses and prints durations as people write them: `500ms`, `3s`, `2m`, `1h`, `1.5s`. A bare
/// number is in seconds; `0` and `off` are [Duration#ZERO], which every timeout here reads as
/// "none".
///
/// Stateless, safe for any thread. [#parse] reads what [#print] writes as the same duration.
public final class DurationText {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,18}))?(ms|s|m|h)?");

  // Not BigDecimal: on JDK 25 initializing that class takes 30 ms, which would delay every start.
  private static final BigInteger NANOS_PER_MILLI = BigInteger.valueOf(1_000_000);
  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

  private static final List<String> WHOLE_UNITS = List.of("h", "m", "s");

  private DurationText() {}

  /// Parses a duration; surrounding blanks and upper or lower case do not matter.
  ///
  /// @throws IllegalArgumentException with a sentence for the user, if `text` is not a duration, is
  ///   negative, is finer than a nanosecond or is longer than 292 years (the range of a `long` of
  ///   nanoseconds)
  public static Duration parse(String text) {
    Objects.requireNonNull(text, "text");
    String form = text.strip().toLowerCase(Locale.ROOT);
    if (form.equals("off")) {
      return Duration.ZERO;
    }
    if (form.startsWith("-")) {
      throw new InvalidValueException(SettingProblem.DURATION_NEGATIVE, text);
    }
    Matcher matcher = FORM.matcher(form);
    if (!matcher.matches()) {
      throw new InvalidValueException(SettingProblem.DURATION_MALFORMED, text);
    }
    String fraction = matcher.group(2) == null ? "" : matcher.group(2);
    String unit = matcher.group(3) == null ? "s" : matcher.group(3);
    BigInteger[] nanos =
        new BigInteger(matcher.group(1) + fraction)
            .multiply(nanosPer(unit))
            .divideAndRemainder(BigInteger.TEN.pow(fraction.length()));
    if (nanos[1].signum() != 0) {
      throw new InvalidValueException(SettingProblem.DURATION_TOO_FINE, text);
    }
    if (nanos[0].bitLength() >= Long.SIZE) {
      throw new InvalidValueException(SettingProblem.DURATION_TOO_LONG, text);
    }
    return Duration.ofNanos(nanos[0].longValueExact());
  }

  /// Returns the short form of `duration`: `off` for zero; whole hours, minutes or seconds if
  /// possible (`90s`, `2m`); otherwise a decimal fraction of seconds (`1.5s`) or, below one second,
  /// of milliseconds (`500ms`). A negative one, which [#parse] rejects, is printed with its sign.
  public static String print(Duration duration) {
    if (duration.isZero()) {
      return "off";
    }
    BigInteger nanos =
        BigInteger.valueOf(duration.getSeconds())
            .multiply(NANOS_PER_SECOND)
            .add(BigInteger.valueOf(duration.getNano()));
    for (String unit : WHOLE_UNITS) {
      BigInteger[] parts = nanos.divideAndRemainder(nanosPer(unit));
      if (parts[1].signum() == 0) {
        return parts[0] + unit;
      }
    }
    String unit = nanos.abs().compareTo(NANOS_PER_SECOND) < 0 ? "ms" : "s";
    BigInteger[] parts = nanos.abs().divideAndRemainder(nanosPer(unit));
    return (nanos.signum() < 0 ? "-" : "") + parts[0] + fraction(parts[1], nanosPer(unit)) + unit;
  }

  /// Returns the decimals of `part / whole`, where `whole` is a power of ten and `part` is less.
  private static String fraction(BigInteger part, BigInteger whole) {
    String digits = whole.add(part).toString().substring(1); // with its leading zeros
    int end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return end == 0 ? "" : "." + digits.substring(0, end);
  }

  private static BigInteger nanosPer(String unit) {
    return switch (unit) {
      case "ms" -> NANOS_PER_MILLI;
      case "m" -> NANOS_PER_SECOND.multiply(BigInteger.valueOf(60));
      case "h" -> NANOS_PER_SECOND.multiply(BigInteger.valueOf(3600));
      default -> NANOS_PER_SECOND;
    };
  }
}
