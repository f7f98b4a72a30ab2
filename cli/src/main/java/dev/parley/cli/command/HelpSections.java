package dev.parley.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Shows a command's options in groups, one for each of its mixins under that mixin's heading, in
/// the order of their declaration.
public final class HelpSections implements IHelpSectionRenderer {
  static final String STANDARD = "standard";

  private final HelpTexts texts;

  private HelpSections(HelpTexts texts) {
    this.texts = texts;
  }

  /// Installs this help for `line` and its subcommands, with the texts of this process's language.
  public static void install(CommandLine line) {
    install(line, HelpTexts.ofThisProcess());
  }

  /// Same as [#install(CommandLine)], with other texts.
  public static void install(CommandLine line, HelpTexts texts) {
    line.setHelpFactory(texts);
    install(line, new HelpSections(texts));
  }

  private static void install(CommandLine line, HelpSections sections) {
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, _ -> "");
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, sections);
    line.getSubcommands().values().forEach(subcommand -> install(subcommand, sections));
  }

  @Override
  public String render(Help help) {
    CommandSpec command = help.commandSpec();
    List<OptionSpec> own = new ArrayList<>(command.options());
    command.mixins().values().forEach(mixin -> own.removeIf(option -> has(mixin, option)));
    StringBuilder text = new StringBuilder();
    section(command.name(), own, help, text);
    command
        .mixins()
        .forEach((name, mixin) -> {
          if (!name.equals(STANDARD)) {
            section(name, of(mixin, command), help, text);
          }
        });
    CommandSpec standard = command.mixins().get(STANDARD);
    if (standard != null) {
      section(STANDARD, of(standard, command), help, text);
    }
    return text.toString();
  }

  private static List<OptionSpec> of(CommandSpec mixin, CommandSpec command) {
    return command.options().stream().filter(option -> has(mixin, option)).toList();
  }

  private static boolean has(CommandSpec mixin, OptionSpec option) {
    return mixin.findOption(option.longestName()) != null;
  }

  private void section(String group, List<OptionSpec> options, Help help, StringBuilder text) {
    if (options.isEmpty()) {
      return;
    }
    Help.Layout layout =
        help.createDefaultLayout(help.commandSpec().options(), List.of(), help.colorScheme());
    layout.addOptions(options, help.parameterLabelRenderer());
    String heading = texts.heading(group);
    if (!heading.isEmpty()) {
      text.append(System.lineSeparator()).append(heading).append(System.lineSeparator());
    } else if (group.equals(STANDARD)) {
      text.append(System.lineSeparator());
    }
    text.append(layout);
  }
}
