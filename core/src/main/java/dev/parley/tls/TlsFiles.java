package dev.parley.tls;

import java.nio.file.Path;

/// Where a side's own certificate lies, both in PEM form.
///
/// @param certificate the certificate, followed by those of whoever signed it, if there are any but
///   the last
/// @param key its private key, PKCS#8 or as openssl wrote it of old, without a passphrase
public record TlsFiles(Path certificate, Path key) {}
