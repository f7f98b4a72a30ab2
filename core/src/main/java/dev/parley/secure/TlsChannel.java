package dev.parley.secure;

import org.jspecify.annotations.Nullable;

/// The TLS connection below a login, as the login sees it. Queried once the login has started,
/// which is after the TLS handshake. Confined to its session's thread.
public interface TlsChannel {
  /// Returns the channel binding `tls-exporter` (RFC 9266 §2): 32 bytes that only the two ends of
  /// this connection share. Null if there is none: with TLS 1.2 and a peer that does not support
  /// the extended master secret (RFC 7627), two connections could have the same value.
  byte @Nullable [] binding();

  /// True if our side has authenticated the peer, either by a certificate for the name that we
  /// connected to, signed by an authority that we trust, or by a pin.
  boolean isPeerVerified();
}
