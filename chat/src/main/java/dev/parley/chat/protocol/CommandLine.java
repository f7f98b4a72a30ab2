package dev.parley.chat.protocol;

import dev.parley.problem.Problem;
import java.time.Instant;
import java.time.ZoneId;

/// A line that a person has typed: something to say, or a command.
///
/// A line that begins with a slash is a command, one that begins with two says what follows the
/// first. Everything else is said as it is.
public sealed interface CommandLine {
  /// Says a text.
  record Say(String text) implements CommandLine {}

  /// Runs a command.
  record Run(Command command) implements CommandLine {}

  /// It is a command, but not a valid one.
  ///
  /// @param error what to answer: that the command is unknown, a name is invalid, or it is
  ///   malformed
  record Wrong(ChatError error, Problem problem) implements CommandLine {}

  /// Reads a line.
  ///
  /// @param now the time at which it was typed: `14:30` is the last one that was
  /// @param zone the time zone of the times in it
  static CommandLine parse(String line, Instant now, ZoneId zone) {
    if (!line.startsWith("/")) {
      return new Say(line);
    }
    if (line.startsWith("//")) {
      return new Say(line.substring(1));
    }
    return new CommandParser(line, now, zone).parse();
  }
}
