package dev.parley.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a server tells on stderr; its stdout holds messages and nothing else.
@Command(optionListHeading = "%nOutput:%n")
final class ReportOptions {
  @Option(
      names = {"-v", "--verbose"},
      description = "Tell of every session: who, why it ended, how long, how much")
  private boolean verbose;

  @Option(
      names = "--quiet",
      description = "Tell where we listen, then only what is wrong on our side")
  private boolean quiet;

  @Option(
      names = "--json",
      description = "Tell every event as a JSON object a line, see docs/EVENTS.md")
  private boolean json;

  /// How much is told.
  ///
  /// @throws Failure if the flags contradict each other
  EventText.Detail detail() {
    if (verbose && quiet) {
      throw Failure.usage("--verbose and --quiet exclude each other");
    }
    return verbose
        ? EventText.Detail.VERBOSE
        : quiet ? EventText.Detail.QUIET : EventText.Detail.NORMAL;
  }

  /// True if programs read it.
  boolean isJson() {
    return json;
  }
}
