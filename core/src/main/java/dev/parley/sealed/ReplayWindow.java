package dev.parley.sealed;

import java.util.Arrays;

/// Which of the latest numbers of one direction have been seen, so that each is taken once, in
/// whatever order they come (RFC 6479).
///
/// ```
///   too old │◀──────── 2,048 numbers ────────▶│ never seen
///   ────────┼─────────────────────────────────┼─────────▶
///           next − 2,048                       next
/// ```
///
/// The bits are kept in blocks of 64, in a ring that has more of them than the window needs, so
/// that moving on clears whole blocks. Ask first, and only [#add] what has proven genuine: else a
/// forged number could push the window past all that is to come. Allocates nothing.
final class ReplayWindow {
  /// How far behind the highest number another one may come.
  static final int SIZE = 2_048;

  /// The numbers of one block.
  private static final int BLOCK = Long.SIZE;

  /// A power of two, and more than `SIZE / BLOCK`, as the window begins inside a block.
  private static final int BLOCKS = 2 * SIZE / BLOCK;

  private final long[] blocks = new long[BLOCKS];
  private long next;

  /// True if this number may still come: it is not too old and was not seen. Negative ones, beyond
  /// all that is ever sent, may not.
  boolean takes(long number) {
    if (number >= next) {
      return true;
    }
    return number >= 0 && next - number <= SIZE && (block(number) & bit(number)) == 0;
  }

  /// Notes a number that [#takes] has let pass.
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

  /// One more than the highest number seen.
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
