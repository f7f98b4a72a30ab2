package dev.parley.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/// A person's line editor at the terminal, with a history that is forgotten at the end. Lines that
/// arrive are shown above the line being typed. Needs JLine, which is loaded at a terminal alone.
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
    this.reader = TypedLines.reader(terminal).build();
  }

  /// Takes the terminal over.
  static OperatorPrompt open() throws IOException {
    return new OperatorPrompt(TypedLines.takeTerminal());
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
  void printAbove(ByteBuffer lines) {
    reader.printAbove(StandardCharsets.UTF_8.decode(lines).toString());
  }

  /// Gives the terminal back as it was.
  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
