package dev.parley.cli.command;

import dev.parley.cli.text.ProblemTexts;
import dev.parley.limit.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts durations on the command line; see [DurationText].
public final class DurationArgument implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(ProblemTexts.sentence(e));
    }
  }
}
