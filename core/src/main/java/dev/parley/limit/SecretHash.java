package dev.parley.limit;

import java.security.SecureRandom;

/// Hash codes of numbers that strangers choose, such as their addresses: they depend on keys that
/// this process draws once and never shows, so nobody can choose numbers that collide.
///
/// Each step multiplies two keyed words to 128 bits and folds the halves together, as wyhash and
/// its kind do: a few nanoseconds. It is no cipher and no MAC. Safe for any thread.
public final class SecretHash {
  // Final and static, so that compiled code has them as constants. The class is initialized by the
  // first hash, which takes some 10 ms for the machine's random numbers.
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long FIRST = RANDOM.nextLong();
  private static final long SECOND = RANDOM.nextLong();

  private SecretHash() {}

  /// A hash of both, in their order; each bit of it depends on each of theirs.
  public static long of(long first, long second) {
    return fold(fold(first ^ FIRST, SECOND) ^ second, FIRST | 1);
  }

  private static long fold(long a, long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }
}
