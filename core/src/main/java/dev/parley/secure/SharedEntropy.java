package dev.parley.secure;

/// The secure generator of the process, created when this class is first used. Safe for any thread.
final class SharedEntropy {
  private static final Entropy SECURE = Entropy.secure();

  private SharedEntropy() {}

  static void fill(byte[] target) {
    SECURE.fill(target);
  }
}
