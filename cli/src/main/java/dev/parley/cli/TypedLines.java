package dev.parley.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// How both prompts take the terminal and edit a line at it. Needs JLine.
final class TypedLines {
  private TypedLines() {}

  /// Takes the terminal this program was started at, until it is closed.
  ///
  /// @throws IOException if there is no terminal to be had
  static Terminal takeTerminal() throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(true)
            .encoding(StandardCharsets.UTF_8)
            .graphemeCluster(false) // would ask the terminal and wait for its answer
            .build();
    keepKeys(terminal);
    return terminal;
  }

  /// Leaves each key to the reader of lines, also between two lines. Otherwise the system edits
  /// what is typed while a line is being dealt with: it would take a Ctrl-D there for itself, and
  /// show a line before its turn.
  static void keepKeys(Terminal terminal) {
    terminal.enterRawMode();
  }

  /// A reader of lines, which are sent as they are typed: no "!" of a shell, no quotes, no
  /// backslashes.
  static LineReaderBuilder reader(Terminal terminal) {
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
  }
}
