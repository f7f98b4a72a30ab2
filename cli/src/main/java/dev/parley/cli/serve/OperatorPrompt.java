package dev.parley.cli.serve;

import dev.parley.cli.terminal.KeptHistory;
import dev.parley.cli.terminal.TypedLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/// A line editor at the operator's terminal, with a history that is not saved. Arriving lines are
/// shown above the line being typed. Needs JLine, which is loaded only at a terminal.
final class OperatorPrompt implements AutoCloseable {
  /// The result of waiting for a line.
  sealed interface Typed {
    /// Lines without their ends: one, or several from a pasted text.
    record Lines(List<String> texts) implements Typed {}

    /// Ctrl-D, or the terminal went away.
    record End() implements Typed {}

    /// Ctrl-C.
    record Interrupt() implements Typed {}
  }

  private final Terminal terminal;
  private final LineReader reader;
  private volatile boolean isClosing;

  private OperatorPrompt(Terminal terminal) {
    this.terminal = terminal;
    this.reader = TypedLines.reader(terminal, new KeptHistory());
  }

  /// Takes over the terminal.
  static OperatorPrompt open() throws IOException {
    return new OperatorPrompt(TypedLines.takeTerminal());
  }

  /// Waits for a line. Ctrl-C drops a half-typed line; on an empty one it returns
  /// [Typed.Interrupt].
  Typed read() {
    while (true) {
      try {
        return new Typed.Lines(TypedLines.split(reader.readLine("> ")));
      } catch (UserInterruptException e) {
        if (isClosing || e.getPartialLine().isEmpty()) {
          return new Typed.Interrupt();
        }
      } catch (EndOfFileException e) {
        return new Typed.End();
      }
    }
  }

  /// Makes the reading thread return from [#read].
  void interrupt(Thread reading) {
    isClosing = true;
    reading.interrupt();
  }

  /// Shows lines above the one being typed.
  void printAbove(ByteBuffer lines) {
    reader.printAbove(StandardCharsets.UTF_8.decode(lines).toString());
  }

  /// Restores the terminal.
  @Override
  public void close() throws IOException {
    TypedLines.giveBack(terminal);
  }
}
