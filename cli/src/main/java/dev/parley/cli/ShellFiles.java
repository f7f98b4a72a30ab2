package dev.parley.cli;

import dev.parley.cli.text.Texts;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/// Generates the man page and the bash completion of an installation from the declared options. Run
/// by `./parley install`; the argument, `man` or `bash`, selects the file to print on stdout. The
/// man page is in the language of this process; the completion has no prose.
final class ShellFiles {
  private static final String NAME = "parley";

  private ShellFiles() {}

  /// Prints one of the files.
  static void main(String[] args) {
    CommandLine line = Main.whole();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.print(args[0].equals("man") ? man(line) : AutoComplete.bash(NAME, line));
    out.flush();
  }

  /// Returns a page for section 1: the help of the command and of each subcommand, formatted as for
  /// a terminal.
  private static String man(CommandLine line) {
    StringBuilder page =
        new StringBuilder(".TH PARLEY 1\n.SH ")
            .append(Texts.text("help.man.name"))
            .append("\nparley \\- ")
            .append(Texts.text("help.man.summary"))
            .append('\n');
    section(page, Texts.text("help.man.synopsis"), line.getUsageMessage());
    subcommands(page, NAME, line);
    return page.toString();
  }

  private static void subcommands(StringBuilder page, String name, CommandLine line) {
    for (Map.Entry<String, CommandLine> verb : line.getSubcommands().entrySet()) {
      String title = name + " " + verb.getKey();
      section(page, title, verb.getValue().getUsageMessage());
      subcommands(page, title, verb.getValue());
    }
  }

  private static void section(StringBuilder page, String title, String text) {
    page.append(".SH \"").append(title).append("\"\n.nf\n");
    text.lines().forEach(line -> page.append(escaped(line)).append('\n'));
    page.append(".fi\n");
  }

  /// Escapes a line for roff: backslashes, hyphens and other characters that it would replace, and
  /// a dot or quote at the start of a line, which it would take for a request.
  private static String escaped(String line) {
    String text =
        line.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha");
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
  }
}
