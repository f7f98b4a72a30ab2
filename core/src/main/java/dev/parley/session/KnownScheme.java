package dev.parley.session;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The library's own schemes.
enum KnownScheme implements Scheme {
  TCP(Transport.TCP),
  UDP(Transport.UDP),
  UNIX(Transport.UNIX),
  MEMORY(Transport.MEMORY),
  MEMORY_UDP(Transport.MEMORY_UDP),
  TLS(Transport.TCP),
  MEMORY_TLS(Transport.MEMORY);

  private final Transport transport;
  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  KnownScheme(Transport transport) {
    this.transport = transport;
  }

  /// Returns the one with this name, null if there is none.
  static @Nullable KnownScheme named(String name) {
    for (KnownScheme scheme : values()) {
      if (scheme.text.equals(name)) {
        return scheme;
      }
    }
    return null;
  }

  /// Returns the plain one of a transport.
  static KnownScheme of(Transport transport) {
    for (KnownScheme scheme : values()) {
      if (scheme.transport == transport) {
        return scheme; // the plain one comes first
      }
    }
    throw new IllegalStateException("no scheme for " + transport);
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public boolean usesTls() {
    return this == TLS || this == MEMORY_TLS;
  }

  @Override
  public String toString() {
    return text;
  }
}
