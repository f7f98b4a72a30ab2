package dev.parley.cli.command;

import org.jspecify.annotations.Nullable;

/// Ends the process at once. No shutdown hook runs, also not the one of the terminal's library, so
/// a terminal that was taken is given back here: otherwise a shell would be left with one that
/// shows nothing that is typed.
public final class Halt {
  private static volatile @Nullable Runnable terminal;

  private Halt() {}

  /// Has the terminal given back before the process halts. What does that is run now too, so that
  /// its classes are there when there may be no memory for them.
  ///
  /// @param giveBack leaves the terminal as it was found; must not block
  public static void givesBack(Runnable giveBack) {
    giveBack.run();
    terminal = giveBack;
  }

  /// The terminal has been given back.
  public static void holdsNoTerminal() {
    terminal = null;
  }

  /// Gives back a terminal that was taken, if that can be done at all.
  public static void giveBackTerminal() {
    Runnable giveBack = terminal;
    if (giveBack != null) {
      try {
        giveBack.run();
      } catch (Throwable e) {
        // It has gone, or there is no memory for it.
      }
    }
  }

  /// Ends the process.
  static void now(int exitCode) {
    giveBackTerminal();
    Runtime.getRuntime().halt(exitCode);
  }
}
