package dev.parley.prelude;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/// Recognises one protocol by the first bytes that a peer sends, for a listener with several
/// protocols. Pure and without state: one instance serves all connections, on several threads at
/// once. What it throws is reported as a defect, and closes the connection.
///
/// A protocol in which the server speaks first cannot be recognised: it can only be the one that is
/// left.
@FunctionalInterface
public interface FirstBytes {
  /// The most bytes that are looked at.
  int MAX_BYTES = 64;

  /// What the bytes so far tell.
  enum Match {
    /// It is this protocol.
    YES,
    /// It is another one.
    NO,
    /// It may become this one; after [#MAX_BYTES] that counts as no.
    MORE
  }

  /// Looks at all bytes so far, from the position of `in` to its limit: at least 1, at most
  /// [#MAX_BYTES]. The buffer cannot be written to, and is another's after the call.
  Match match(ByteBuffer in);

  /// Recognises HTTP/1 and HTTP/2 requests: a method and a space (RFC 9112 §3), or the preface of
  /// HTTP/2 (RFC 9113 §3.4).
  static FirstBytes httpRequest() {
    return Beginning.HTTP_REQUEST;
  }

  /// Recognises TLS by the first two bytes of its ClientHello (RFC 8446 §5.1): `16 03`.
  static FirstBytes tlsClientHello() {
    return Beginning.TLS_CLIENT_HELLO;
  }

  /// Recognises what begins with these bytes, 1 to [#MAX_BYTES].
  ///
  /// @throws IllegalArgumentException if there are more, or none
  static FirstBytes of(byte... beginning) {
    return new Beginning(List.of(Objects.requireNonNull(beginning, "beginning").clone()));
  }
}
