package dev.parley.cli.terminal;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which entry of the terminal database describes the terminal that `TERM` names. Newer terminals
/// bring their entry with them, and it is missing on the machine that is logged in to from there.
final class TerminalType {
  /// Nothing but lines: no cursor to move, no keys to edit with.
  static final String PLAIN = "dumb";

  /// What the terminals that are called [#LIKE_XTERM] understand.
  private static final String XTERM = "xterm-256color";

  /// Their names, or what stands in front of the first `-` of these.
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

  /// The entry to use.
  ///
  /// @param name the value of `TERM`, null if it is not set
  /// @param isKnown whether the database of this machine has an entry
  static String of(@Nullable String name, Predicate<String> isKnown) {
    if (name == null || name.isEmpty()) {
      return PLAIN;
    }
    if (isKnown.test(name)) {
      return name;
    }
    int family = name.indexOf('-');
    boolean isLike = LIKE_XTERM.contains(family < 0 ? name : name.substring(0, family));
    return isLike ? XTERM : PLAIN;
  }
}
