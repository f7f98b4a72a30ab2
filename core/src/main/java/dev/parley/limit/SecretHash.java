package dev.parley.limit;

import java.security.SecureRandom;

/// A keyed hash for values that peers can choose, such as their addresses. The keys are drawn once
/// per process and never revealed, so nobody can construct collisions.
///
/// Each step multiplies two keyed words to 128 bits and folds the halves together, like wyhash and
/// similar hashes: a few nanoseconds. It is neither a cipher nor a MAC. Safe for any thread.
public final class SecretHash {
  // Static and final, so that compiled code treats them as constants. The first hash initializes
  // the class, which takes about 10 ms for the system's random numbers: loops do it when they
  // start.
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long FIRST = RANDOM.nextLong();
  private static final long SECOND = RANDOM.nextLong();

  private SecretHash() {}

  /// Returns a hash of both words, in their order; each of its bits depends on each of theirs.
  public static long of(long first, long second) {
    return fold(fold(first ^ FIRST, SECOND) ^ second, FIRST | 1);
  }

  private static long fold(long a, long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }
}
