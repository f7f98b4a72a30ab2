package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.number;

import dev.parley.cli.command.Failure;
import dev.parley.limit.DatagramLimits;
import picocli.CommandLine.Model.CommandSpec;

/// The options for peers of plain datagrams. The default is the library's.
final class DatagramOptions {
  private int answers;
  private int newcomers;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.addOption(
        number(value -> answers = value, "--udp-answers")
            .defaultValue(String.valueOf(DatagramLimits.defaults().answersPerSecond()))
            .build());
    group.addOption(
        number(value -> newcomers = value, "--udp-newcomers")
            .defaultValue(String.valueOf(DatagramLimits.defaults().newcomersPerSecond()))
            .build());
  }

  /// Returns the configured limits.
  ///
  /// @throws Failure if one is out of range
  DatagramLimits limits() {
    try {
      return new DatagramLimits(answers, newcomers);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }
}
