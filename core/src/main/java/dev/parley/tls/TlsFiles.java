package dev.parley.tls;

import java.nio.file.Path;
import java.util.Objects;

/// The files with a side's certificate and key, both in PEM form.
///
/// @param certificate the certificate chain, leaf first; the root may be omitted
/// @param key the private key, PKCS#8 or openssl's traditional form, without a passphrase
public record TlsFiles(Path certificate, Path key) {
  /// Refuses null.
  public TlsFiles {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
  }
}
