package dev.parley.secure;

/// Peers that talk TLS in ways that ours do not by themselves.
final class TlsPeers {
  private TlsPeers() {}

  /// A client that talks TLS 1.2 alone.
  static Tls onlyOld(TlsClient client) {
    return client.withOldest(TlsVersion.TLS_1_2).limitedTo("TLSv1.2");
  }
}
