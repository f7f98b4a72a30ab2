package dev.parley.sealed;

import java.util.Arrays;

/// A sliding replay window for one direction: accepts each packet number once, in any order (RFC
/// 6479).
///
/// ```
///   too old │◀──────── 2,048 numbers ────────▶│ never seen
///   ────────┼─────────────────────────────────┼─────────▶
///           next − 2,048                       next
/// ```
///
/// The bits are in blocks of 64, in a ring with more blocks than the window needs, so that
/// advancing clears whole blocks. Call [#takes] first, and [#add] only after the packet has been
/// authenticated: a forged number could otherwise push the window past all genuine ones. Allocates
/// nothing.
final class ReplayWindow {
  /// How far a number may be behind the highest one.
  static final int SIZE = 2_048;

  /// The numbers per block.
  private static final int BLOCK = Long.SIZE;

  /// A power of two, and more than `SIZE / BLOCK`, since the window can start inside a block.
  private static final int BLOCKS = 2 * SIZE / BLOCK;

  private final long[] blocks = new long[BLOCKS];
  private long next;

  /// True if this number is acceptable: not too old and not seen. Negative ones, which are never
  /// sent, are not.
  boolean takes(long number) {
    if (number >= next) {
      return true;
    }
    return number >= 0 && next - number <= SIZE && (block(number) & bit(number)) == 0;
  }

  /// Marks as seen a number for which [#takes] returned true.
  void add(long number) {
    if (number >= next) {
      long newBlocks = number / BLOCK - (next - 1) / BLOCK;
      if (newBlocks >= BLOCKS) {
        Arrays.fill(blocks, 0);
      } else {
        for (long i = 0; i < newBlocks; i++) {
          blocks[index(number - i * BLOCK)] = 0;
        }
      }
      next = number + 1;
    }
    blocks[index(number)] |= bit(number);
  }

  /// Returns the highest number seen, plus one.
  long next() {
    return next;
  }

  private long block(long number) {
    return blocks[index(number)];
  }

  private static int index(long number) {
    return (int) (number / BLOCK) & (BLOCKS - 1);
  }

  private static long bit(long number) {
    return 1L << (number & (BLOCK - 1));
  }
}
