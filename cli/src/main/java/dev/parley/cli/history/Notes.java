package dev.parley.cli.history;

import dev.parley.cli.text.Texts;
import dev.parley.text.Printable;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/// What a command says about its work, on stderr: stdout is for what was asked for.
final class Notes {
  private Notes() {}

  /// Says a sentence.
  static void say(CommandSpec command, String key, Object... arguments) {
    PrintWriter err = command.commandLine().getErr();
    err.println("parley: " + Printable.line(Texts.text(key, arguments)));
    err.flush();
  }
}
