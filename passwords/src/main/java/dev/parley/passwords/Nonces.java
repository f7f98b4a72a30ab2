package dev.parley.passwords;

import dev.parley.secure.Entropy;

/// Where the nonces of logins come from: printable characters without a comma, never the same
/// twice.
@FunctionalInterface
interface Nonces {
  /// A fresh one.
  String next();

  /// 18 random bytes each, in base64.
  static Nonces of(Entropy entropy) {
    return () -> {
      byte[] random = new byte[18];
      entropy.fill(random);
      return Verifier.base64(random);
    };
  }
}
