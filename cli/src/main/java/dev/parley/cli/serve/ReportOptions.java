package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.flag;

import dev.parley.cli.command.Failure;
import dev.parley.cli.report.EventText;
import dev.parley.cli.text.Texts;
import picocli.CommandLine.Model.CommandSpec;

/// The options for a server's report on stderr; its stdout carries messages only.
final class ReportOptions {
  private boolean verbose;
  private boolean quiet;
  private boolean json;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.addOption(flag(isSet -> verbose = isSet, "-v", "--verbose").build());
    group.addOption(flag(isSet -> quiet = isSet, "--quiet").build());
    group.addOption(flag(isSet -> json = isSet, "--json").build());
  }

  /// Returns the level of detail.
  ///
  /// @throws Failure if the flags contradict each other
  EventText.Detail detail() {
    if (verbose && quiet) {
      throw Failure.usage(Texts.problem("serve.verbose-and-quiet"));
    }
    return verbose
        ? EventText.Detail.VERBOSE
        : quiet ? EventText.Detail.QUIET : EventText.Detail.NORMAL;
  }

  /// True if programs read the report.
  boolean isJson() {
    return json;
  }
}
