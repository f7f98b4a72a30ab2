package dev.parley.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds out which of our three streams are terminals. Looks at `/proc/self/fd` if it exists, which
/// needs no native code; otherwise asks the JDK, which only knows about stdin and stdout together.
public final class Terminals {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private Terminals() {}

  /// True if stdin is a terminal.
  public static boolean stdin() {
    return isTerminal(STDIN);
  }

  /// True if stdout is a terminal.
  public static boolean stdout() {
    return isTerminal(STDOUT);
  }

  /// True if stderr is a terminal.
  public static boolean stderr() {
    return isTerminal(STDERR);
  }

  /// False if `TERM` names a terminal that has lines only, which would show a control sequence as
  /// text.
  public static boolean understandSequences() {
    return !TerminalType.isPlain(System.getenv("TERM"));
  }

  @SuppressWarnings(
      "SystemConsoleNull") // true of JDK 22 to 24; 25 returns null again (JDK-8351435)
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
