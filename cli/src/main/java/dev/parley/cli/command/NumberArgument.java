package dev.parley.cli.command;

import dev.parley.cli.text.Texts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts whole numbers on the command line, for options without a converter of their own.
public final class NumberArgument implements ITypeConverter<Integer> {
  /// The same for `long`.
  public static final class Wide implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            Texts.text("command.number.not-whole-or-too-large", text));
      }
    }
  }

  /// Converts the value of a flag.
  public static final class YesOrNo implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new TypeConversionException(Texts.text("command.number.takes-none", text));
      };
    }
  }

  @Override
  public Integer convert(String text) {
    if (!text.matches("[+-]?[0-9]+")) {
      throw new TypeConversionException(Texts.text("command.number.not-whole", text));
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(Texts.text("command.number.out-of-range", text));
    }
  }
}
