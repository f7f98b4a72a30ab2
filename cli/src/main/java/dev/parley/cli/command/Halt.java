package dev.parley.cli.command;

import org.jspecify.annotations.Nullable;

/// Ends the process at once. No shutdown hook runs, not even the terminal library's, so a terminal
/// in raw mode is restored here: otherwise the shell would get one without echo.
public final class Halt {
  private static volatile @Nullable Runnable terminal;

  private Halt() {}

  /// Registers the task that restores the terminal before the process halts. The task also runs
  /// now, to load its classes while there is memory for them.
  ///
  /// @param giveBack restores the terminal; must not block
  public static void givesBack(Runnable giveBack) {
    giveBack.run();
    terminal = giveBack;
  }

  /// Removes the task: the terminal has been restored.
  public static void holdsNoTerminal() {
    terminal = null;
  }

  /// Restores the terminal if it was taken over; failures are ignored.
  public static void giveBackTerminal() {
    Runnable giveBack = terminal;
    if (giveBack != null) {
      try {
        giveBack.run();
      } catch (Throwable e) {
        // The terminal has gone, or there is no memory.
      }
    }
  }

  /// Ends the process.
  static void now(int exitCode) {
    giveBackTerminal();
    Runtime.getRuntime().halt(exitCode);
  }
}
