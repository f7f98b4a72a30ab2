package dev.parley.cli.command;

import dev.parley.cli.text.Texts;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The texts of the help. They are looked up when help is shown, so other starts pay nothing for
/// them. A declaration names no text, since the keys follow from the names of the command, of the
/// group (the mixin, or the command for options of its own) and of the option:
///
/// | key | text |
/// |---|---|
/// | `help.COMMAND.description`, `help.COMMAND.footer` | lines above and below the options |
/// | `help.COMMAND.synopsis` | replaces the synopsis that picocli generates |
/// | `help.COMMAND.short` | the options of the short help |
/// | `help.heading.GROUP` | the heading of a group of options |
/// | `help.GROUP.OPTION` | the description of an option |
/// | `help.COMMAND.OPTION` | the same, if the command has a description of its own |
/// | `help.shared.OPTION` | the same, if several groups have the option |
/// | `help.COMMAND.OPTION-default` | replaces `{0}` in the description |
/// | `help.COMMAND.WORD`, `help.words.WORD` | the description of a positional parameter |
public record HelpTexts(Source source) implements IHelpFactory {
  /// Texts by their keys.
  public interface Source {
    /// Returns the text of `key`, with the arguments in their places.
    String text(String key, Object... arguments);

    /// Returns true if there is a text of `key`.
    boolean has(String key);
  }

  /// The texts in the language of this process. A class, since lambdas would have to be linked at
  /// each start.
  private static final class OfThisProcess implements Source {
    @Override
    public String text(String key, Object... arguments) {
      return Texts.text(key, arguments);
    }

    @Override
    public boolean has(String key) {
      return Texts.has(key);
    }
  }

  /// The prefix of keys that any command or group may have.
  private static final String SHARED = "shared";

  private static final String WORDS = "words";

  /// Returns the texts in the language of this process.
  static HelpTexts ofThisProcess() {
    return new HelpTexts(new OfThisProcess());
  }

  /// Sets the texts of a command and returns its help.
  @Override
  public Help create(CommandSpec command, ColorScheme scheme) {
    UsageMessageSpec usage = command.usageMessage();
    usage
        .synopsisHeading(text("heading", "usage"))
        .commandListHeading(text("heading", "commands") + "%n")
        .description(lines(text(command.name(), "description")))
        .footer(lines("\n" + text(command.name(), "footer")));
    if (has(command.name(), "synopsis")) {
      usage.customSynopsis(lines(text(command.name(), "synopsis")));
    }
    command.resourceBundle(new Descriptions(descriptions(command)));
    return new Help(command, scheme);
  }

  /// Returns the heading of a group of options; empty if it has none.
  String heading(String group) {
    return has("heading", group) ? text("heading", group) : "";
  }

  /// Returns the options of the short help of a command; null if it has none of its own.
  @Nullable String shortOptions(String command) {
    return has(command, "short") ? text(command, "short") : null;
  }

  /// Returns the last line of the short help.
  ///
  /// @param name the command, with `parley` in front
  /// @param isTop true for `parley` itself
  String more(String name, boolean isTop) {
    return isTop ? text("short", "commands") : text("short", "all", name);
  }

  /// Returns the description of each option and positional parameter by the key that picocli looks
  /// for.
  private Map<String, String> descriptions(CommandSpec command) {
    Map<String, String> groups = new HashMap<>();
    command
        .mixins()
        .forEach(
            (group, mixin) -> mixin.options().forEach(option -> groups.put(key(option), group)));
    Map<String, String> descriptions = new HashMap<>();
    for (OptionSpec option : command.options()) {
      String key = key(option);
      String group = groups.getOrDefault(key, command.name());
      descriptions.put(key, forPicocli(description(command.name(), group, key)));
    }
    for (PositionalParamSpec word : command.positionalParameters()) {
      String key = word.paramLabel().split(" ", 2)[0].toLowerCase(Locale.ROOT);
      String description = text(has(command.name(), key) ? command.name() : WORDS, key);
      descriptions.put(
          word.paramLabel() + "[" + word.index() + "]",
          forPicocli(key.equals("service") ? OtherServices.addedTo(description) : description));
    }
    return descriptions;
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  private String description(String command, String group, String option) {
    String owner = has(command, option) ? command : has(group, option) ? group : SHARED;
    String standard = option + "-default";
    return has(command, standard)
        ? text(owner, option, text(command, standard))
        : text(owner, option);
  }

  /// picocli formats descriptions with [String#format].
  private static String forPicocli(String description) {
    return description.replace("%", "%%");
  }

  private boolean has(String owner, String name) {
    return source.has("help." + owner + "." + name);
  }

  private String text(String owner, String name, Object... arguments) {
    return source.text("help." + owner + "." + name, arguments);
  }

  private static String[] lines(String text) {
    return text.lines().toArray(String[]::new);
  }

  /// Descriptions as a resource bundle: picocli reads one when it shows help, not when it starts.
  private static final class Descriptions extends ResourceBundle {
    private final Map<String, String> texts;

    Descriptions(Map<String, String> texts) {
      this.texts = texts;
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
      return texts.get(key);
    }

    @Override
    public Enumeration<String> getKeys() {
      return Collections.enumeration(List.copyOf(texts.keySet()));
    }
  }
}
