package dev.parley.cli.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// The output of `-h`: the options that most people need, on one screen of 24 lines, where `--help`
/// shows all of them.
public final class ShortHelp {
  /// A terminal has at least this many lines.
  static final int LINES = 24;

  private static final String LONG = "--help";

  private ShortHelp() {}

  /// Runs the parsed command, or shows its short help if that was requested.
  public static int execute(ParseResult called) {
    for (CommandLine line : called.asCommandLineList()) {
      ParseResult result = line.getParseResult();
      if (result.isUsageHelpRequested() && !result.originalArgs().contains(LONG)) {
        PrintWriter out = line.getOut();
        out.print(text(line));
        out.flush();
        return ExitCode.FINE;
      }
    }
    return new RunLast().execute(called);
  }

  /// Returns the short help of a command; its full help if that is short enough.
  public static String text(CommandLine line) {
    String all = line.getUsageMessage();
    if (all.lines().count() <= LINES) {
      return all;
    }
    CommandSpec command = line.getCommandSpec();
    CommandLine.Help help = line.getHelp();
    HelpTexts texts = (HelpTexts) line.getHelpFactory();
    StringBuilder text =
        new StringBuilder(help.synopsisHeading())
            .append(help.synopsis(help.synopsisHeadingLength()))
            .append(command.usageMessage().description()[0])
            .append(System.lineSeparator());
    String options = texts.shortOptions(command.name());
    if (options == null) {
      text.append(help.commandList());
    } else {
      text.append(System.lineSeparator());
      options.lines().forEach(one -> text.append(one).append(System.lineSeparator()));
    }
    text.append(texts.more(command.qualifiedName(), options == null))
        .append(System.lineSeparator());
    return text.toString();
  }
}
