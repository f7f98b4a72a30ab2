package dev.parley.secure;

import java.security.SecureRandom;

/// Where random bytes come from. Safe for any thread.
@FunctionalInterface
public interface Entropy {
  /// Fills all of `target` with bytes that nobody can foresee. Does not block for long.
  void fill(byte[] target);

  /// The machine's own source, seeded by the system. Share one: making it costs more than using it.
  static Entropy secure() {
    return new SecureRandom()::nextBytes;
  }
}
