package dev.parley.cli.command;

import java.io.IOException;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;

/// Suspends this job as Ctrl-Z does, for a terminal in raw mode, whose keys raise no signals. Needs
/// JLine.
public final class JobControl {
  /// Stops the foreground job: this process group, which may include the shell script that started
  /// us. A shell sends the signal, because Java can only raise signals that it handles.
  private static final String[] STOP = {"sh", "-c", "kill -TSTP 0"};

  private JobControl() {}

  /// Gives the terminal back to the shell, stops, and takes the terminal again when the shell
  /// resumes the job. Returns after that; returns at once in an orphaned process group, which
  /// nobody could resume.
  public static void suspend(Terminal terminal) throws InterruptedException {
    Attributes raw = terminal.getAttributes();
    Attributes cooked = new Attributes(raw);
    cooked.setLocalFlags(
        EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG), true);
    cooked.setInputFlags(EnumSet.of(InputFlag.ICRNL, InputFlag.IXON), true);
    terminal.writer().println();
    terminal.flush();
    terminal.setAttributes(cooked);
    try {
      Process shell =
          new ProcessBuilder(STOP)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      int _ = shell.waitFor();
    } catch (IOException e) {
      // No shell, and so nobody who could resume the job.
    } finally {
      terminal.setAttributes(raw);
    }
  }
}
