package dev.parley.cli.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.OutputQueue;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.session.Event;
import dev.parley.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A server's report on stderr: its events and warnings. Writes lines that begin with `parley: `,
/// or JSON. Safe for any thread and never waits for stderr, which may be a stalled pipe; see
/// [OutputQueue].
public final class Report implements Consumer<Event> {
  /// Some thousands of lines.
  private static final int MAX_BYTES = 1 << 18;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final EventText text;

  /// For JSON objects; the lines for people have their own.
  @GuardedBy("lock")
  private final LogThrottle gate = new LogThrottle(true);

  private final boolean isJson;
  private final Clock clock;
  private final OutputQueue stderr;

  /// Creates a report on `sink`.
  Report(EventText text, boolean isJson, Clock clock, OutputQueue.Sink sink) {
    this.text = text;
    this.isJson = isJson;
    this.clock = clock;
    this.stderr =
        new OutputQueue(
            "stderr",
            sink,
            MAX_BYTES,
            lines ->
                isJson
                    ? EventJson.lost(lines, clock.now())
                    : "parley: " + Texts.text("report.lines-lost", lines));
  }

  /// Creates a report on this process's stderr.
  public static Report onStderr(EventText.Detail detail, boolean isJson) {
    // Not System.err: its lock would let a stalled pipe stop every other thread that reports.
    return new Report(
        new EventText(detail, Failure.showsTraces()),
        isJson,
        Clock.system(),
        StandardOutput.stderr());
  }

  @Override
  public void accept(Event event) {
    lock.lock();
    try {
      print(isJson ? objects(event) : text.lines(event, clock.nanos()));
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private List<String> objects(Event event) {
    long now = clock.nanos();
    List<String> lines = objects(gate.over(now));
    LogThrottle.Kind kind = LogThrottle.Kind.of(event);
    if (kind == null || gate.admit(kind, event, now) != LogThrottle.Verdict.COUNT) {
      lines.add(EventJson.line(event, clock.now()));
    }
    return lines;
  }

  private List<String> objects(List<LogThrottle.Suppressed> sums) {
    List<String> lines = new ArrayList<>(sums.size() + 1);
    sums.forEach(sum -> lines.add(EventJson.suppressed(sum, clock.now())));
    return lines;
  }

  private void print(List<String> lines) {
    lines.forEach(line -> stderr.line(isJson ? line : "parley: " + line));
  }

  /// Reports the totals of windows that are over. To be called from time to time, since the end of
  /// a storm causes no event.
  public void tellSums() {
    lock.lock();
    try {
      long now = clock.nanos();
      print(isJson ? objects(gate.over(now)) : text.over(now));
    } finally {
      lock.unlock();
    }
  }

  /// Reports a warning.
  public void warn(Problem said) {
    stderr.line(
        isJson
            ? EventJson.warning(said, clock.now())
            : "parley: "
                + Texts.text("report.warning", Printable.line(ProblemTexts.sentence(said))));
  }

  /// Reports a notice.
  public void note(Problem said) {
    stderr.line(
        isJson
            ? EventJson.warning(said, clock.now())
            : "parley: " + Printable.line(ProblemTexts.sentence(said)));
  }

  /// Reports a notice that may have several lines. Its parameters must have none.
  public void noteLines(Problem said) {
    if (isJson) {
      note(said);
    } else {
      ProblemTexts.sentence(said)
          .lines()
          .forEach(line -> stderr.line("parley: " + Printable.line(line)));
    }
  }

  /// Sends further lines to another sink, such as a terminal with a prompt.
  public void redirect(OutputQueue.Sink sink) {
    stderr.redirect(sink);
  }

  /// Like [#redirect(OutputQueue.Sink)], and waits, at most so long, until the sink of before has
  /// taken what is being written to it.
  public void redirect(OutputQueue.Sink sink, long nanos) throws InterruptedException {
    stderr.redirect(sink, nanos);
  }

  /// Reports the remaining totals and waits until everything is written, a second at most.
  public void close() throws InterruptedException {
    lock.lock();
    try {
      long now = clock.nanos();
      print(isJson ? objects(gate.all(now)) : text.last(now));
    } finally {
      lock.unlock();
    }
    stderr.close(OutputQueue.patienceNanos());
  }
}
