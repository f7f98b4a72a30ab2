package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.option;

import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.limit.DatagramLimits;
import picocli.CommandLine.Model.CommandSpec;

/// The options for peers of plain datagrams. The default is the library's.
final class DatagramOptions {
  private int answers;
  private int newcomers;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.usageMessage().optionListHeading("%nUDP without keys:%n");
    group.addOption(
        option(Integer.class, value -> answers = value, "--udp-answers")
            .paramLabel("N")
            .defaultValue(String.valueOf(DatagramLimits.defaults().answersPerSecond()))
            .description(
                "Answers a second to one host, of all services but operator; one that is sent"
                    + " more than 10 a second for long loses one in 1024. Two services that answer"
                    + " each other would never stop otherwise. 0 is any. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Integer.class, value -> newcomers = value, "--udp-newcomers")
            .paramLabel("N")
            .defaultValue(String.valueOf(DatagramLimits.defaults().newcomersPerSecond()))
            .description(
                "Senders that are let in a second when they send for the first time, 1,000 of them"
                    + " at once; those beyond are when they send again. 0 is any."
                    + " Default: ${DEFAULT-VALUE}")
            .build());
  }

  /// Returns the configured limits.
  ///
  /// @throws Failure if one is out of range
  DatagramLimits limits() {
    try {
      return new DatagramLimits(answers, newcomers);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(ProblemTexts.sentence(e));
    }
  }
}
