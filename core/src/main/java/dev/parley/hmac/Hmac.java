package dev.parley.hmac;

import dev.parley.secure.Security;
import java.util.function.Supplier;

/// The challenge login with a shared secret, for peers that speak nothing better.
public final class Hmac {
  private Hmac() {}

  /// The server sends 32 random bytes, the client answers with their HMAC (RFC 2104).
  /// [Security#warnings] says what it does not do.
  ///
  /// @throws IllegalStateException if this Java runtime lacks the digest
  public static Security with(HmacAlgorithm digest, Secret secret) {
    return new HmacSecurity(digest, secret);
  }

  /// The security with this text form: one of these logins, or `none`. `secret` is asked only if it
  /// is needed, and on the calling thread, so it may prompt.
  ///
  /// @throws IllegalArgumentException with a sentence for the user that names the known forms
  public static Security parse(String text, Supplier<Secret> secret) {
    if (text.equals(Security.none().toString())) {
      return Security.none();
    }
    for (HmacAlgorithm digest : HmacAlgorithm.values()) {
      if (text.equals(digest.toString())) {
        return with(digest, secret.get());
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no known security; choose none, hmac-md5 or hmac-sha256");
  }
}
