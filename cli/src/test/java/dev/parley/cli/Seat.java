package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;

/// A person's place at the command: a pipe or a terminal. A test describes typing and output once,
/// for both.
sealed interface Seat extends AutoCloseable {
  /// Starts `parley` with these arguments.
  static Seat start(boolean isTerminal, Path home, String... arguments) throws IOException {
    return isTerminal
        ? new Terminal(AtTerminal.start(home, arguments))
        : new Pipe(Program.start(arguments));
  }

  /// Types a line.
  void type(String line) throws IOException;

  /// Ends the input.
  void endInput() throws IOException;

  /// Waits for one message, preceded by `from`, at the end of its line.
  void hear(String from, String text) throws IOException, InterruptedException;

  /// Waits until this letter has appeared `count` times, in any number of messages.
  void hearAll(char letter, int count) throws IOException, InterruptedException;

  /// Waits for a notice of the command about the conversation.
  void note(String part) throws IOException, InterruptedException;

  /// Returns the port that the command reports to listen at.
  int port(String transport) throws IOException, InterruptedException;

  /// Waits until the command has ended; returns its exit code.
  int exitCode() throws IOException, InterruptedException;

  @Override
  void close();

  /// Messages on stdout, notices on stderr.
  record Pipe(Program program) implements Seat {
    @Override
    public void type(String line) throws IOException {
      program.type(line + "\n");
    }

    @Override
    public void endInput() throws IOException {
      program.endInput();
    }

    @Override
    public void hear(String from, String text) throws IOException, InterruptedException {
      String line = program.line();
      int start = line.indexOf(from);
      assertEquals(text, start < 0 ? line : line.substring(start + from.length()));
    }

    @Override
    public void hearAll(char letter, int count) throws IOException, InterruptedException {
      int heard = 0;
      while (heard < count) {
        heard += (int) program.line().chars().filter(c -> c == letter).count();
      }
      assertEquals(count, heard);
    }

    @Override
    public void note(String part) throws InterruptedException {
      program.await(line -> line.contains(part));
    }

    @Override
    public int port(String transport) throws InterruptedException {
      return program.port(transport);
    }

    @Override
    public int exitCode() throws IOException, InterruptedException {
      assertEquals("", program.rest());
      return program.exitCode();
    }

    @Override
    public void close() {
      program.close();
    }
  }

  /// Everything on one screen.
  record Terminal(AtTerminal terminal) implements Seat {
    /// Longer lines are pasted.
    private static final int LONGEST_TYPED = 80;

    @Override
    public void type(String line) throws IOException {
      if (line.length() > LONGEST_TYPED) {
        terminal.paste(line);
      } else {
        terminal.enter(line);
      }
    }

    @Override
    public void endInput() throws IOException {
      terminal.press(AtTerminal.CTRL_D);
    }

    @Override
    public void hear(String from, String text) throws IOException {
      terminal.await(from + text);
    }

    @Override
    public void hearAll(char letter, int count) throws IOException {
      terminal.awaitAll(letter, count);
    }

    @Override
    public void note(String part) throws IOException {
      terminal.await(part);
    }

    @Override
    public int port(String transport) throws IOException {
      return terminal.port(transport);
    }

    @Override
    public int exitCode() throws IOException, InterruptedException {
      return terminal.exitCode();
    }

    @Override
    public void close() {
      terminal.close();
    }
  }
}
