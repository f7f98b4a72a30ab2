package dev.parley.cli.chat;

import java.util.Locale;
import org.jline.utils.AttributedStyle;

/// The colour of a member's name: the same for a name in every room, at every start and on every
/// terminal with 256 colours.
final class NameColour {
  /// Of the palette of 256 colours, those that are readable on black and on white, and not the
  /// colours of faults and notes.
  private static final int[] PALETTE = {
    31, 32, 33, 37, 61, 62, 64, 65, 67, 68, 70, 71, 97, 98, 99, 101, 103, 126, 127, 130, 131, 132,
    133, 134, 136, 137, 161, 162, 163, 166, 167, 168, 169, 172, 173
  };

  private NameColour() {}

  /// Returns the style of a name.
  static AttributedStyle of(String name) {
    int hash = 0;
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      hash = hash * 31 + c;
    }
    hash ^= hash >>> 15;
    return AttributedStyle.DEFAULT.foreground(PALETTE[Math.floorMod(hash, PALETTE.length)]);
  }
}
