package dev.parley.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Declares commands and options to picocli in code, each option with the field that takes its
/// value. Their texts in the help are those of [HelpTexts].
///
/// picocli can also read annotations, by reflection, and a command may still be declared that way;
/// but that adds about 100 ms of processor time to each start. A group of options supports both:
/// its method `declare` is called by [#group] in the first case and by picocli, because of `@Spec`,
/// in the second.
public final class Declaration {
  private Declaration() {}

  /// Returns a command with `--help` and `--version`.
  public static CommandSpec command(String name, Callable<Integer> body) {
    CommandSpec standard =
        CommandSpec.create()
            .addOption(OptionSpec.builder("-h", "--help").usageHelp(true).build())
            .addOption(OptionSpec.builder("-V", "--version").versionHelp(true).build());
    return CommandSpec.wrapWithoutInspection(body)
        .name(name)
        .versionProvider(new BuildInfo())
        .addMixin(HelpSections.STANDARD, standard);
  }

  /// Returns a group of options, to be mixed into a command.
  public static CommandSpec group(Consumer<CommandSpec> declare) {
    CommandSpec group = CommandSpec.create();
    declare.accept(group);
    return group;
  }

  /// Returns an option without a value.
  public static OptionSpec.Builder flag(Consumer<Boolean> field, String... names) {
    return option(Boolean.class, field, names).initialValue(false);
  }

  /// Returns an option with a value. A `String` must not be empty, unless the option gets another
  /// converter.
  public static <T> OptionSpec.Builder option(Class<T> type, Consumer<T> field, String... names) {
    Place place = new Place(value -> field.accept(type.cast(value)));
    OptionSpec.Builder option = OptionSpec.builder(names).type(type).getter(place).setter(place);
    if (type.equals(Boolean.class)) {
      return option.preprocessor(NoEmptyValue.FLAG);
    }
    return type.equals(String.class) ? option.converters(NotEmpty.any()) : option;
  }

  /// Returns an option with a whole number.
  public static OptionSpec.Builder number(Consumer<Integer> field, String... names) {
    return option(Integer.class, field, names).paramLabel("N");
  }

  /// Returns an option with a duration.
  public static OptionSpec.Builder time(Consumer<Duration> field, String... names) {
    return option(Duration.class, field, names)
        .paramLabel("TIME")
        .converters(new DurationArgument());
  }

  /// Returns an option with a size that fits into an `int`.
  public static OptionSpec.Builder size(Consumer<Integer> field, String... names) {
    return option(Integer.class, field, names)
        .paramLabel("SIZE")
        .converters(new SizeArgument.Small());
  }

  /// Returns an option with a size.
  public static OptionSpec.Builder wideSize(Consumer<Long> field, String... names) {
    return option(Long.class, field, names).paramLabel("SIZE").converters(new SizeArgument());
  }

  /// Returns an option with the path of a file.
  public static OptionSpec.Builder file(Consumer<Path> field, String... names) {
    return option(Path.class, field, names).paramLabel("FILE").converters(NotEmpty.path());
  }

  /// Returns an option with the path of a file that may be repeated.
  public static OptionSpec.Builder files(Consumer<List<Path>> field, String... names) {
    return repeatable(Path.class, field, names).paramLabel("FILE").converters(NotEmpty.path());
  }

  /// Returns an option with a word that ends a session, which may be repeated.
  public static OptionSpec.Builder endWords(Consumer<List<String>> field, String... names) {
    return repeatable(field, names).paramLabel("WORD").converters(NotEmpty.word());
  }

  /// Returns an option with a value that is not empty, which may be repeated.
  public static OptionSpec.Builder repeatable(Consumer<List<String>> field, String... names) {
    return repeatable(String.class, field, names).converters(NotEmpty.any());
  }

  private static <T> OptionSpec.Builder repeatable(
      Class<T> type, Consumer<List<T>> field, String... names) {
    Place place = new Place(value -> field.accept(list(value)));
    return OptionSpec.builder(names)
        .type(List.class)
        .auxiliaryTypes(type)
        .getter(place)
        .setter(place);
  }

  /// Returns a required positional parameter.
  public static <T> PositionalParamSpec.Builder word(Class<T> type, Consumer<T> field) {
    Place place = new Place(value -> field.accept(type.cast(value)));
    return PositionalParamSpec.builder()
        .index("0")
        .required(true)
        .type(type)
        .getter(place)
        .setter(place);
  }

  /// Returns all positional parameters.
  public static PositionalParamSpec.Builder words(Consumer<List<String>> field) {
    Place place = new Place(value -> field.accept(list(value)));
    return PositionalParamSpec.builder()
        .index("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .getter(place)
        .setter(place);
  }

  @SuppressWarnings("unchecked") // picocli makes these lists, of the type declared above
  private static <T> List<T> list(Object value) {
    return (List<T>) value;
  }

  /// The place where picocli stores a value and reads it back, to add to a list. The null that
  /// picocli sets initially leaves the field unchanged, so that fields declare their own defaults.
  private static final class Place implements IGetter, ISetter {
    private final Consumer<Object> field;
    private @Nullable Object value;

    Place(Consumer<Object> field) {
      this.field = field;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as picocli declares it
    public <T> @Nullable T get() {
      return (T) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T set(@Nullable T value) {
      T old = (T) this.value;
      this.value = value;
      if (value != null) {
        field.accept(value);
      }
      return old;
    }
  }
}
