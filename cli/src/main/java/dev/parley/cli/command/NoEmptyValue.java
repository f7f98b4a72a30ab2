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
/// Not a record: picocli asks for its hash, and the JDK would generate the `hashCode` of a record
/// at each start, which takes 12 ms.
public enum NoEmptyValue implements IParameterPreprocessor {
  /// The check of a flag, as in `--insecure=$WISH` with a variable that is not set.
  FLAG("command.number.takes-none", true),

  /// The check of an address that may be left out.
  ADDRESS("command.empty.address", false);

  /// The text for an empty value, with a place for the value.
  private final String key;

  /// True if a value stands behind `=` only, and an empty word after the option is another
  /// argument.
  private final boolean isAttached;

  NoEmptyValue(String key, boolean isAttached) {
    this.key = key;
    this.isAttached = isAttached;
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
