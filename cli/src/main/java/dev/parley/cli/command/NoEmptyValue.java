package dev.parley.cli.command;

import dev.parley.cli.text.Texts;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// Refuses an empty value for an option that may stand without one, where picocli would not ask a
/// [NotEmpty]: it takes an empty value for none. Stateless.
///
/// @param key the text for an empty value, with a place for the value
/// @param isAttached true if a value stands behind `=` only, and an empty word after the option is
///   another argument
public record NoEmptyValue(String key, boolean isAttached) implements IParameterPreprocessor {
  /// Returns the check of a flag, as in `--insecure=$WISH` with a variable that is not set.
  public static NoEmptyValue ofFlag() {
    return new NoEmptyValue("command.number.takes-none", true);
  }

  /// Returns the check of an address that may be left out.
  public static NoEmptyValue ofAddress() {
    return new NoEmptyValue("command.empty.address", false);
  }

  @Override
  @SuppressWarnings("JdkObsolete") // as picocli declares it
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    boolean isBehindEquals = command.parser().separator().equals(info.get("separator"));
    boolean isValue = isBehindEquals || !isAttached;
    if (isValue && !words.isEmpty() && words.peek().isEmpty()) {
      String why = Texts.text(key, "");
      throw new ParameterException(
          command.commandLine(), why, new TypeConversionException(why), option, "");
    }
    return false; // picocli goes on
  }
}
