package dev.parley.secure;

import java.security.SecureRandom;

/// Where random bytes come from. Safe for any thread.
@FunctionalInterface
public interface Entropy {
  /// Fills all of `target` with bytes that nobody can foresee. Does not block for long.
  void fill(byte[] target);

  /// The machine's own source, seeded by the system. Share one: making it costs more than using it,
  /// the first in a process some 20 ms.
  static Entropy secure() {
    return new SecureRandom()::nextBytes;
  }

  /// For those who need no random bytes. Its `fill` throws [IllegalStateException], because bytes
  /// that are not random must never pass for such.
  static Entropy none() {
    return target -> {
      throw new IllegalStateException("random bytes are needed and there is no source of them");
    };
  }
}
