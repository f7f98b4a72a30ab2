package dev.parley.cli.bench;

import dev.parley.cli.report.EventJson;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.load.Watcher;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The progress of `bench` on stderr: lines `parley: …`, or JSON objects `warning` for programs,
/// and at a terminal that can clear a line a progress line. Safe for any thread, except the
/// progress line, which is confined to the run's thread.
final class BenchNotes implements Watcher {
  private static final int BAR = 24;

  /// Moves to the start of the line and clears it.
  private static final String CLEAR = "\r\033[K";

  private final PrintStream stderr;
  private final boolean isTerminal;
  private final boolean isJson;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private volatile boolean isDrawn;

  BenchNotes(PrintStream stderr, boolean isTerminal, boolean isJson) {
    this.stderr = stderr;
    this.isTerminal = isTerminal;
    this.isJson = isJson;
  }

  /// Returns notes that go to this process's standard error, in UTF-8 whatever the locale.
  static BenchNotes onStandardError(boolean isJson) {
    return new BenchNotes(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Terminals.stderr() && Terminals.understandSequences(),
        isJson);
  }

  /// Returns the notes so far, without the progress line.
  List<String> told() {
    return List.copyOf(told);
  }

  @Override
  public void note(Problem said) {
    String sentence = ProblemTexts.sentence(said);
    told.add(sentence);
    String line =
        isJson
            ? EventJson.warning(said, Clock.system().now())
            : "parley: " + Printable.line(sentence);
    stderr.print((isDrawn ? CLEAR : "") + line + "\n");
    stderr.flush();
    isDrawn = false;
  }

  @Override
  public void opening(int open, int all) {
    if (open % 100 == 0 && all > 100) {
      draw(
          Texts.text(
              "bench.connecting",
              bar((double) open / all),
              "%,d".formatted(open),
              "%,d".formatted(all)));
    }
  }

  @Override
  public void opened(int open) {
    note(Texts.problem("bench.connected", open));
  }

  @Override
  public void running(boolean isWarmup, double part, double messagesPerSecond, double p99Micros) {
    String rate =
        messagesPerSecond == 0
            ? ""
            : "  %,.0f/s  p99 %s".formatted(messagesPerSecond, BenchTable.time(p99Micros));
    draw(Texts.text(isWarmup ? "bench.warming-up" : "bench.measuring", bar(part) + rate));
  }

  /// Removes the progress line.
  void done() {
    if (isDrawn) {
      stderr.print(CLEAR);
      stderr.flush();
      isDrawn = false;
    }
  }

  private void draw(String line) {
    if (isTerminal) {
      stderr.print(CLEAR + "parley: " + line);
      stderr.flush();
      isDrawn = true;
    }
  }

  /// Returns a progress bar that is full up to `part`, from 0 to 1.
  static String bar(double part) {
    int full = (int) Math.round(Math.clamp(part, 0, 1) * BAR);
    return "["
        + "█".repeat(full)
        + "░".repeat(BAR - full)
        + "] %3.0f %%".formatted(100 * Math.clamp(part, 0, 1));
  }
}
