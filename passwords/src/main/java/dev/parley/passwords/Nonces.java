package dev.parley.passwords;

import dev.parley.secure.Entropy;

/// A source of login nonces: printable characters without a comma, never the same twice.
@FunctionalInterface
interface Nonces {
  /// Returns a fresh nonce.
  String next();

  /// Returns a source of nonces with 18 random bytes each, in base64.
  static Nonces of(Entropy entropy) {
    return () -> {
      byte[] random = new byte[18];
      entropy.fill(random);
      return Verifier.base64(random);
    };
  }
}
