package dev.parley.bench.peer;

import java.nio.file.Path;

/// The credentials of a contender, in the directory of the system property
/// `dev.parley.bench.credentials`.
final class Given {
  private Given() {}

  /// Returns the key of sealed sessions.
  static Path sealedKey() {
    return at("sealed.key");
  }

  /// Returns the certificate for TLS, PEM.
  static Path certificate() {
    return at("cert.pem");
  }

  /// Returns its private key, PKCS #8 in PEM.
  static Path certificateKey() {
    return at("cert-key.pem");
  }

  private static Path at(String name) {
    return Path.of(System.getProperty("dev.parley.bench.credentials", ""), name);
  }
}
