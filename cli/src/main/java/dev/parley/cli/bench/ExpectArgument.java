package dev.parley.cli.bench;

import dev.parley.load.Expectation;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What a right answer is, on the command line.
final class ExpectArgument implements ITypeConverter<ExpectArgument.Wish> {
  /// What the user knows of the server.
  enum Wish {
    /// Nothing: the first answer tells.
    AUTO,
    ECHO,
    UPPER,
    ANY;

    /// The expectation; [Expectation#ANY] until the first answer has told.
    Expectation known() {
      return this == AUTO ? Expectation.ANY : Expectation.valueOf(name());
    }
  }

  @Override
  public Wish convert(String text) {
    try {
      return Wish.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is none of echo, upper, any, auto");
    }
  }
}
