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

/// A person's line editor at the terminal, with a history that is forgotten at the end. Lines that
/// arrive are shown above the line being typed. Needs JLine, which is loaded at a terminal alone.
final class OperatorPrompt implements AutoCloseable {
  /// What came of waiting for a line.
  sealed interface Typed {
    /// Lines without their ends: one, or the several of a pasted text.
    record Lines(List<String> texts) implements Typed {}

    /// Ctrl-D, or a terminal that went away.
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

  /// Takes the terminal over.
  static OperatorPrompt open() throws IOException {
    return new OperatorPrompt(TypedLines.takeTerminal());
  }

  /// Waits for a line. Ctrl-C drops a line that is half typed, and counts on an empty one.
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

  /// Has the thread that reads return from [#read].
  void interrupt(Thread reading) {
    isClosing = true;
    reading.interrupt();
  }

  /// Shows lines above the one being typed.
  void printAbove(ByteBuffer lines) {
    reader.printAbove(StandardCharsets.UTF_8.decode(lines).toString());
  }

  /// Gives the terminal back as it was.
  @Override
  public void close() throws IOException {
    TypedLines.giveBack(terminal);
  }
}
