package dev.parley.secure;

import java.security.SecureRandom;

/// A source of random bytes. Safe for any thread.
@FunctionalInterface
public interface Entropy {
  /// Fills all of `target` with unpredictable bytes. Does not block for long.
  void fill(byte[] target);

  /// Returns the JVM's secure random generator, seeded by the operating system. Share one instance:
  /// creating it costs more than using it, the first in a process about 20 ms.
  static Entropy secure() {
    return new SecureRandom()::nextBytes;
  }

  /// Returns a generator like [#secure] that is created at its first use, by a thread that then
  /// waits for it, and shared by the whole process.
  static Entropy secureWhenUsed() {
    return SharedEntropy::fill;
  }

  /// Returns a source for code that needs no random bytes. Its `fill` throws
  /// [IllegalStateException], so that nothing predictable is ever used as random.
  static Entropy none() {
    return target -> {
      throw new IllegalStateException("random bytes are needed and there is no source of them");
    };
  }
}
