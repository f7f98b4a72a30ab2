package dev.parley.cli.command;

import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.SizeText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts sizes and counts on the command line; see [SizeText]. There is one class for each
/// integer type, since picocli selects converters by the option's type alone.
public final class SizeArgument implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return SizeText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(ProblemTexts.sentence(e));
    }
  }

  /// Sizes that must fit into an `int`.
  public static final class Small implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      long size = new SizeArgument().convert(text);
      if (size > Integer.MAX_VALUE) {
        throw new TypeConversionException(
            Texts.text("command.number.too-much", text, SizeText.print(1L << 30)));
      }
      return (int) size;
    }
  }
}
