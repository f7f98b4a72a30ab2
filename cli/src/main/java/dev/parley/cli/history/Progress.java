package dev.parley.cli.history;

import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.text.Printable;
import java.io.PrintWriter;
import java.util.function.LongConsumer;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// How far a long work has come: one line of a terminal that is written again and again, and gone
/// when the work is done. Nothing where nobody watches. Confined to one thread.
final class Progress implements AutoCloseable {
  private static final long INTERVAL_NANOS = 200_000_000;

  private final @Nullable PrintWriter terminal;
  private final Clock clock;
  private long shownAt;
  private int columns;

  /// Shows on `terminal`; nowhere if that is null.
  Progress(@Nullable PrintWriter terminal, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.shownAt = clock.nanos();
  }

  /// Returns the progress of a command, on its stderr if that is a terminal.
  static Progress of(CommandSpec command) {
    PrintWriter err = Terminals.stderr() ? command.commandLine().getErr() : null;
    return new Progress(err, Clock.system());
  }

  /// Shows a sentence at once.
  void say(String key, Object... arguments) {
    if (terminal != null) {
      String text = Printable.line(Texts.text(key, arguments));
      erase(terminal);
      terminal.print(text);
      terminal.flush();
      columns = text.codePoints().map(WCWidth::wcwidth).sum();
      shownAt = clock.nanos();
    }
  }

  /// Returns a consumer of a number that grows, for the place in a sentence: shown some times a
  /// second.
  LongConsumer counting(String key) {
    return count -> {
      if (terminal != null && clock.nanos() - shownAt >= INTERVAL_NANOS) {
        say(key, count);
      }
    };
  }

  private void erase(PrintWriter line) {
    line.print("\r" + " ".repeat(columns) + "\r");
  }

  /// Erases the line.
  @Override
  public void close() {
    if (terminal != null && columns > 0) {
      erase(terminal);
      terminal.flush();
    }
  }
}
