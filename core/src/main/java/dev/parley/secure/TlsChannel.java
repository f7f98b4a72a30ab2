package dev.parley.secure;

import org.jspecify.annotations.Nullable;

/// What a login can learn of the TLS connection that it goes through. Asked once the login has
/// started, which is when the handshake is over. Confined to its session's thread.
public interface TlsChannel {
  /// 32 bytes that both ends of this connection have and no other connection does: the channel
  /// binding `tls-exporter` (RFC 9266 §2). Null if there is none: with TLS 1.2 and a peer that does
  /// not support the extended master secret (RFC 7627), the value could be the same on two
  /// connections.
  byte @Nullable [] binding();

  /// True if our side has made sure whom it talks with: by a certificate that an authority it
  /// trusts has signed for the name that was called, or by a pin.
  boolean isPeerVerified();
}
