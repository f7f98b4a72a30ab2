package dev.parley.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A person's line editor at the terminal, with a history that is forgotten at the end. Lines that
/// arrive are shown above the line being typed. The only class of `serve` that needs JLine, loaded
/// at a terminal alone.
final class OperatorPrompt implements AutoCloseable {
  /// What came of waiting for a line.
  sealed interface Typed {
    /// A line without its end.
    record Line(String text) implements Typed {}

    /// Ctrl-D, or a terminal that went away.
    record End() implements Typed {}

    /// Ctrl-C.
    record Interrupt() implements Typed {}
  }

  private final Terminal terminal;
  private final LineReader reader;

  private OperatorPrompt(Terminal terminal) {
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            // What is typed is sent as it is: no quotes, no backslashes.
            .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
            // An exclamation mark is what somebody says, not a command of the history.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  /// Takes the terminal over.
  static OperatorPrompt open() throws IOException {
    return new OperatorPrompt(
        TerminalBuilder.builder()
            .system(true)
            .encoding(StandardCharsets.UTF_8)
            .graphemeCluster(false) // would ask the terminal and wait for its answer
            .build());
  }

  /// Waits for a line.
  Typed read() {
    try {
      return new Typed.Line(reader.readLine("> "));
    } catch (UserInterruptException e) {
      return new Typed.Interrupt();
    } catch (EndOfFileException e) {
      return new Typed.End();
    }
  }

  /// Shows lines above the one being typed.
  void printAbove(byte[] lines) {
    reader.printAbove(new String(lines, StandardCharsets.UTF_8));
  }

  /// Gives the terminal back as it was.
  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
