package dev.parley.passwords;

import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.secure.TlsChannel;

/// The common properties of both sides of a password login: it is for streams, inside TLS.
sealed interface ScramSecurity extends Security permits ScramServerSecurity, ScramClientSecurity {
  /// Returns the TLS connection below the login.
  ///
  /// @throws IllegalStateException if there is none
  static TlsChannel channel(LayerContext context) {
    TlsChannel channel = context.tls();
    if (channel == null) {
      throw new IllegalStateException("logins with a password go through TLS alone");
    }
    return channel;
  }

  @Override
  default boolean authenticates() {
    return true;
  }

  @Override
  default boolean protects() {
    return false; // the TLS below does
  }

  @Override
  default boolean needsTls() {
    return true;
  }

  @Override
  default boolean carriesDatagrams() {
    return false;
  }
}
