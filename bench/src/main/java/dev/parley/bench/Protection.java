package dev.parley.bench;

/// What stands between what a contender says and the wire.
enum Protection {
  /// Nothing: everybody can read along.
  NONE,

  /// A sealed session, with the key of [Credentials].
  SEALED,

  /// TLS 1.3 with AES-256-GCM, which is what sealed sessions use, and the certificate of
  /// [Credentials].
  TLS
}
