package dev.parley.cli.terminal;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Chooses the terminal database entry for the terminal that `TERM` names. Newer terminals install
/// their own entry, which is missing on a machine that is reached by a remote login.
final class TerminalType {
  /// A terminal with lines only: no cursor movement, no editing keys. Not the name `dumb`, for
  /// which JLine would leave the keys to the system: it would echo them itself, and Ctrl-C would
  /// end us.
  static final String PLAIN = "parley-plain";

  /// Its entry in the database: that of `dumb`.
  static final String PLAIN_ENTRY = PLAIN + "|plain,\n\tam,\n\tbel=^G,\n\tcr=\\r,\n\tind=\\n,\n";

  /// What others call such a terminal.
  private static final String DUMB = "dumb";

  /// The entry for the terminals in [#LIKE_XTERM], which understand its sequences.
  private static final String XTERM = "xterm-256color";

  /// Their names, or the part before the first `-`.
  private static final Set<String> LIKE_XTERM =
      Set.of(
          "alacritty",
          "contour",
          "foot",
          "ghostty",
          "gnome",
          "iterm2",
          "kitty",
          "konsole",
          "mintty",
          "putty",
          "rio",
          "rxvt",
          "screen",
          "st",
          "tmux",
          "vte",
          "wezterm",
          "xterm");

  private TerminalType() {}

  /// Returns the entry to use.
  ///
  /// @param name the value of `TERM`, null if it is not set
  /// @param isKnown whether the database of this machine has an entry
  static String of(@Nullable String name, Predicate<String> isKnown) {
    if (name == null || isPlain(name)) {
      return PLAIN;
    }
    if (isKnown.test(name)) {
      return name;
    }
    int family = name.indexOf('-');
    boolean isLike = LIKE_XTERM.contains(family < 0 ? name : name.substring(0, family));
    return isLike ? XTERM : PLAIN;
  }

  /// True if the name itself says that the terminal has lines only.
  ///
  /// @param name the value of `TERM`, null if it is not set
  static boolean isPlain(@Nullable String name) {
    return name == null || name.isEmpty() || name.equals(DUMB);
  }
}
