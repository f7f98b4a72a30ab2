package dev.parley.cli.bench;

import dev.parley.cli.text.Texts;
import dev.parley.load.Expectation;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts the expected reply on the command line.
final class ExpectArgument implements ITypeConverter<ExpectArgument.Wish> {
  /// What the user knows about the server.
  enum Wish {
    /// Nothing: determined by the first reply.
    AUTO,
    ECHO,
    UPPER,
    ANY;

    /// Returns the expectation; [Expectation#ANY] until the first reply has determined it.
    Expectation known() {
      return this == AUTO ? Expectation.ANY : Expectation.valueOf(name());
    }
  }

  @Override
  public Wish convert(String text) {
    try {
      return Wish.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(Texts.text("bench.expect", text));
    }
  }
}
