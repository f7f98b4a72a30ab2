package dev.parley.cli.command;

import dev.parley.cli.text.Texts;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts words on the command line that must not be empty. Stateless.
///
/// An empty word is what a shell makes of a variable that is not set, as in `--keys "$KEYS"`; as a
/// path it would be the current folder.
///
/// @param key the text for an empty word, without places
/// @param value makes the value of any other word
public record NotEmpty<T>(String key, Function<String, T> value) implements ITypeConverter<T> {
  /// Returns the conversion of the path of a file or folder.
  public static NotEmpty<Path> path() {
    return new NotEmpty<>("command.empty.file", Path::of);
  }

  /// Returns the conversion of a word that peers or users send.
  public static NotEmpty<String> word() {
    return new NotEmpty<>("command.empty.word", word -> word);
  }

  /// Returns the conversion of any value.
  public static NotEmpty<String> any() {
    return new NotEmpty<>("command.empty.value", value -> value);
  }

  /// Returns the conversion of a name.
  public static NotEmpty<String> name() {
    return new NotEmpty<>("command.empty.name", name -> name);
  }

  @Override
  public T convert(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException(Texts.text(key));
    }
    return value.apply(text);
  }
}
