package dev.parley.passwords;

import dev.parley.secure.TlsChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The GS2 header at the start of a client's first message (RFC 5802 §7): whether the login is
/// bound, and to what.
enum Gs2Header {
  BOUND("p=tls-exporter,,"),
  UNBOUND("n,,");

  private static final byte[] NOTHING = {};

  private final String text;

  Gs2Header(String text) {
    this.text = text;
  }

  static Gs2Header of(Binding binding) {
    return switch (binding) {
      case TLS_EXPORTER -> BOUND;
      case NONE -> UNBOUND;
    };
  }

  String text() {
    return text;
  }

  /// Returns the value of `c=` in the client's last message: this header and the channel binding,
  /// in base64.
  ///
  /// @throws IllegalStateException if the channel has no binding
  String channel(TlsChannel channel) {
    byte[] binding = this == BOUND ? channel.binding() : NOTHING;
    if (binding == null) {
      throw new IllegalStateException("this TLS connection has no binding");
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    both.writeBytes(binding);
    return Verifier.base64(both.toByteArray());
  }
}
