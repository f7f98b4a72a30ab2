package dev.parley.cli.command;

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
/// value.
///
/// picocli can also read annotations, by reflection, and a command may still be declared that way;
/// but that costs each start some 100 ms of processor time. A group of options supports both: its
/// method `declare` is called by [#group] in the first case and by picocli, because of `@Spec`, in
/// the second.
public final class Declaration {
  private Declaration() {}

  /// Returns a command with `--help` and `--version`.
  public static CommandSpec command(String name, Callable<Integer> body) {
    CommandSpec standard =
        CommandSpec.create()
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("-h shows the most used options, --help all.")
                    .build())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("Print the version, commit, JDK and system.")
                    .build());
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

  /// Returns an option with a value.
  public static <T> OptionSpec.Builder option(Class<T> type, Consumer<T> field, String... names) {
    Place place = new Place(value -> field.accept(type.cast(value)));
    return OptionSpec.builder(names).type(type).getter(place).setter(place);
  }

  /// Returns an option that may be repeated.
  public static OptionSpec.Builder repeatable(Consumer<List<String>> field, String... names) {
    Place place = new Place(value -> field.accept(words(value)));
    return OptionSpec.builder(names)
        .type(List.class)
        .auxiliaryTypes(String.class)
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
    Place place = new Place(value -> field.accept(words(value)));
    return PositionalParamSpec.builder()
        .index("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .getter(place)
        .setter(place);
  }

  @SuppressWarnings("unchecked") // picocli makes these lists, of the type declared above
  private static List<String> words(Object value) {
    return (List<String>) value;
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
