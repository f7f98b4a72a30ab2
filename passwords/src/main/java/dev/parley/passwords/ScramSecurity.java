package dev.parley.passwords;

import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.secure.TlsChannel;

/// What both sides of a login with a password are: a login of streams, inside TLS.
sealed interface ScramSecurity extends Security permits ScramServerSecurity, ScramClientSecurity {
  /// The TLS that a login goes through.
  ///
  /// @throws IllegalStateException if there is none
  static TlsChannel channel(LayerContext surroundings) {
    TlsChannel channel = surroundings.tls();
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
    return false; // that is for TLS, below it
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
