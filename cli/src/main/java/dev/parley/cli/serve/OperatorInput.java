package dev.parley.cli.serve;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.io.OutputQueue;
import dev.parley.cli.io.StandardInput;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.report.Report;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import java.io.BufferedReader;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Reads the operator's typed lines on a thread of its own and passes them on.
///
/// At a terminal `/quit` and Ctrl-D end the server. From a pipe only `/quit` does; its end just
/// means that nobody will type any more. The server continues to show messages, as it must under
/// systemd, where stdin is `/dev/null`.
final class OperatorInput {
  /// Maximum time for the reading thread to restore the terminal, and for the terminal to take each
  /// of what is being shown.
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final TypedCommands commands;
  private final IntConsumer end;
  private @Nullable OperatorPrompt prompt;
  private @Nullable Thread reader;

  private OperatorInput(TypedCommands commands, IntConsumer end) {
    this.commands = commands;
    this.end = end;
  }

  /// Starts to read stdin.
  ///
  /// @param end receives the exit code when the server is to end
  /// @throws IOException if the terminal cannot be taken over
  static OperatorInput start(
      TypedCommands commands, OutputQueue stdout, Report report, IntConsumer end)
      throws IOException {
    OperatorInput input = new OperatorInput(commands, end);
    Runnable reading = input::readLines;
    if (Terminals.stdin() && Terminals.stdout()) {
      OperatorPrompt prompt = OperatorPrompt.open();
      report.note(Texts.problem("serve.operator-hint"));
      input.prompt = prompt;
      stdout.redirect(prompt::printAbove);
      if (Terminals.stderr()) {
        report.redirect(prompt::printAbove);
      }
      reading = () -> input.converse(prompt, report);
    }
    Thread reader = new Thread(reading, "parley-stdin");
    reader.setDaemon(true);
    input.reader = reader;
    reader.start();
    return input;
  }

  /// Ends the server with this thread, whatever ends it: nobody could type any more.
  private void converse(OperatorPrompt prompt, Report report) {
    int exitCode = ExitCode.DEFECT;
    try {
      exitCode = converse(prompt);
    } catch (IOError e) {
      exitCode = ExitCode.NETWORK;
      report.warn(Texts.problem("serve.terminal-lost", ProblemTexts.sentence(e)));
    } catch (RuntimeException | Error e) {
      report.warn(Texts.problem("command.defect", e.toString()));
    } finally {
      end.accept(exitCode);
    }
  }

  /// Returns the exit code when the server is to end.
  private int converse(OperatorPrompt prompt) {
    while (true) {
      switch (prompt.read()) {
        case OperatorPrompt.Typed.Lines(List<String> texts) -> {
          for (String text : texts) {
            if (isQuit(text)) {
              return ExitCode.FINE;
            }
          }
        }
        case OperatorPrompt.Typed.End() -> {
          return ExitCode.FINE;
        }
        case OperatorPrompt.Typed.Interrupt() -> {
          return ExitCode.INTERRUPTED;
        }
      }
    }
  }

  private void readLines() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(new StandardInput(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (isQuit(line)) {
          end.accept(ExitCode.FINE);
          return;
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      // A stdin that cannot be read, such as a closed one, counts as ended.
    }
    commands.inputEnded();
  }

  private boolean isQuit(String line) {
    return !line.isEmpty() && commands.isQuit(line);
  }

  /// Restores the terminal if it was taken over; the reading thread does its part first.
  void stop(OutputQueue stdout, Report report) throws InterruptedException {
    if (prompt == null || reader == null) {
      return;
    }
    prompt.interrupt(reader);
    boolean _ = reader.join(LAST_WORDS);
    // Not closed under a message that is being shown, which would be lost.
    stdout.redirect(StandardOutput.stdout(), LAST_WORDS.toNanos());
    report.redirect(StandardOutput.stderr(), LAST_WORDS.toNanos());
    try {
      prompt.close();
    } catch (IOException e) {
      // The terminal has gone, and with it the settings to restore.
    }
  }
}
