package dev.parley.limit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `500ms`, `3s`, `2m`, `1h`, `1.5s`; a bare number counts seconds;
/// `0` and `off` are [Duration#ZERO], which every timeout here reads as "none".
///
/// Stateless, safe for any thread. What [#print] writes, [#parse] reads back as the same duration.
public final class DurationText {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,18})?)(ms|s|m|h)?");

  private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

  private static final List<String> WHOLE_UNITS = List.of("h", "m", "s");

  private DurationText() {}

  /// The duration that `text` says; blanks around it and the case of letters do not matter.
  ///
  /// @throws IllegalArgumentException with a sentence for the user, if it is none, is negative, is
  ///   finer than a nanosecond or is longer than 292 years (what a `long` of nanoseconds holds)
  public static Duration parse(String text) {
    String form = text.strip().toLowerCase(Locale.ROOT);
    if (form.equals("off")) {
      return Duration.ZERO;
    }
    if (form.startsWith("-")) {
      throw refused(text, "is negative");
    }
    Matcher matcher = FORM.matcher(form);
    if (!matcher.matches()) {
      throw refused(text, "is no duration");
    }
    String unit = matcher.group(2);
    BigDecimal nanos =
        new BigDecimal(matcher.group(1)).multiply(nanosPer(unit == null ? "s" : unit));
    if (nanos.stripTrailingZeros().scale() > 0) {
      throw refused(text, "is finer than a nanosecond");
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw refused(text, "is longer than 292 years");
    }
    return Duration.ofNanos(nanos.longValueExact());
  }

  /// The short form of `duration`: `off` for zero, whole hours, minutes or seconds where they are
  /// whole (`90s`, `2m`), otherwise a decimal fraction of seconds (`1.5s`) or, below one second, of
  /// milliseconds (`500ms`). A negative one, which [#parse] refuses, prints with its sign.
  public static String print(Duration duration) {
    if (duration.isZero()) {
      return "off";
    }
    BigDecimal nanos =
        BigDecimal.valueOf(duration.getSeconds())
            .multiply(NANOS_PER_SECOND)
            .add(BigDecimal.valueOf(duration.getNano()));
    for (String unit : WHOLE_UNITS) {
      BigDecimal[] parts = nanos.divideAndRemainder(nanosPer(unit));
      if (parts[1].signum() == 0) {
        return parts[0].toPlainString() + unit;
      }
    }
    String unit = nanos.abs().compareTo(NANOS_PER_SECOND) < 0 ? "ms" : "s";
    return nanos.divide(nanosPer(unit)).stripTrailingZeros().toPlainString() + unit;
  }

  private static BigDecimal nanosPer(String unit) {
    return switch (unit) {
      case "ms" -> NANOS_PER_MILLI;
      case "m" -> NANOS_PER_SECOND.multiply(BigDecimal.valueOf(60));
      case "h" -> NANOS_PER_SECOND.multiply(BigDecimal.valueOf(3600));
      default -> NANOS_PER_SECOND;
    };
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException(
        "'" + text + "' " + why + "; write one like 500ms, 3s, 2m or 1h, or off for none");
  }
}
