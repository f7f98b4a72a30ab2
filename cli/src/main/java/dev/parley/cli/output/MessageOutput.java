package dev.parley.cli.output;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.io.OutputQueue;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.report.Report;
import dev.parley.cli.text.Texts;
import java.util.function.IntConsumer;

/// A server's stdout, which carries messages only. Reports failures on stderr and remembers them
/// for the exit code.
public final class MessageOutput implements OutputQueue.Observer {
  /// Maximum bytes queued for stdout.
  private static final int MAX_BYTES = 4 << 20;

  private final Report report;
  private final IntConsumer end;
  private final OutputQueue queue;
  private volatile boolean failed;

  /// Creates the output and the thread that writes it.
  ///
  /// @param end receives the exit code when nobody will ever read the output again
  public MessageOutput(Report report, IntConsumer end) {
    this.report = report;
    this.end = end;
    this.queue = new OutputQueue("stdout", StandardOutput.stdout(), MAX_BYTES, this);
  }

  public OutputQueue queue() {
    return queue;
  }

  /// Writes what is left. Gives up, and counts what is lost, when nothing was written for `nanos`.
  public void close(long nanos) throws InterruptedException {
    queue.close(nanos);
  }

  /// True if stdout has failed at any time, or messages for it were lost.
  public boolean hasFailed() {
    return failed;
  }

  @Override
  public String lost(long chunks) {
    failed = true;
    report.warn(Texts.countedProblem("io.output.messages-lost", chunks));
    return "";
  }

  @Override
  public void failing(String why) {
    failed = true;
    report.warn(Texts.problem("io.output.stdout-failing", why));
  }

  @Override
  public void recovered() {
    report.note(Texts.problem("io.output.stdout-recovered"));
  }

  @Override
  public void gone(String why) {
    failed = true;
    report.warn(Texts.problem("io.output.stdout-gone", why));
    end.accept(ExitCode.NETWORK);
  }
}
