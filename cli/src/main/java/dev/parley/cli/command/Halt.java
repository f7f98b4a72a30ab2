package dev.parley.cli.command;

import org.jspecify.annotations.Nullable;

/// Ends the process at once. No shutdown hook runs, not even the terminal library's, so a terminal
/// in raw mode is restored here: otherwise the shell would get one without echo.
public final class Halt {
  /// Memory to restore the terminal with while there is none: more than that takes, since whatever
  /// has used all of it goes on to do so.
  private static final int RESERVE_BYTES = 2 << 20;

  private static volatile @Nullable Runnable terminal;

  @SuppressWarnings("UnusedVariable") // holds memory
  private static volatile byte @Nullable [] reserve;

  private Halt() {}

  /// Registers the task that restores the terminal before the process halts. The task also runs
  /// now, to load its classes while there is memory for them.
  ///
  /// @param giveBack restores the terminal; must not block
  public static void givesBack(Runnable giveBack) {
    giveBack.run();
    reserve = new byte[RESERVE_BYTES];
    terminal = giveBack;
  }

  /// Removes the task: the terminal has been restored.
  public static void holdsNoTerminal() {
    terminal = null;
    reserve = null;
  }

  /// Restores the terminal if it was taken over; failures are ignored.
  public static void giveBackTerminal() {
    Runnable giveBack = terminal;
    if (giveBack != null) {
      reserve = null;
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
