package dev.parley.layer;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the TLS handshake of a session has negotiated. A value.
///
/// @param protocol the version, `TLSv1.3` or `TLSv1.2`
/// @param cipherSuite by its IANA name, such as `TLS_AES_128_GCM_SHA256`
/// @param applicationProtocol the protocol agreed on by ALPN (RFC 7301); null if there was none
/// @param requestedHost the host that the client has requested (SNI, RFC 6066 §3), in ASCII and
///   lower case; null if it requested none. It is not authenticated
/// @param peerCertificates the certificates that the peer has authenticated with, its own first;
///   empty if it had none. A server's are unverified if the client was told not to verify them
public record TlsDetails(
    String protocol,
    String cipherSuite,
    @Nullable String applicationProtocol,
    @Nullable String requestedHost,
    List<X509Certificate> peerCertificates) {
  /// Copies the list.
  public TlsDetails {
    peerCertificates = List.copyOf(peerCertificates);
  }
}
