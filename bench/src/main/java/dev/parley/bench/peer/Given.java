package dev.parley.bench.peer;

import java.nio.file.Path;

/// What a contender is given to prove itself with, in the directory of the system property
/// `dev.parley.bench.credentials`.
final class Given {
  private Given() {}

  /// The key of sealed sessions.
  static Path sealedKey() {
    return at("sealed.key");
  }

  /// The certificate for TLS, PEM.
  static Path certificate() {
    return at("cert.pem");
  }

  /// Its private key, PKCS #8 in PEM.
  static Path certificateKey() {
    return at("cert-key.pem");
  }

  private static Path at(String name) {
    return Path.of(System.getProperty("dev.parley.bench.credentials", ""), name);
  }
}
