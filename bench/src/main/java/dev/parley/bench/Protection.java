package dev.parley.bench;

/// The encryption between a contender and the wire.
enum Protection {
  /// None: everybody can read along.
  NONE,

  /// A sealed session, with the key of [Credentials].
  SEALED,

  /// TLS 1.3 with AES-256-GCM, the cipher of sealed sessions, and the certificate of [Credentials].
  TLS
}
