package dev.parley.hmac;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.KeyProblem;
import dev.parley.secure.Security;
import dev.parley.text.Printable;
import java.util.Objects;
import java.util.function.Supplier;

/// The challenge-response login with a shared secret, for peers that support nothing better.
public final class Hmac {
  private Hmac() {}

  /// Returns the login in which the server sends 32 random bytes and the client answers with their
  /// HMAC (RFC 2104). [Security#warnings] lists what it does not protect against.
  ///
  /// @throws dev.parley.problem.UnsupportedByRuntimeException if this Java runtime lacks the digest
  public static Security with(HmacAlgorithm digest, Secret secret) {
    return new HmacSecurity(
        Objects.requireNonNull(digest, "digest"), Objects.requireNonNull(secret, "secret"));
  }

  /// Returns the security with this text form: one of these logins, or `none`. `secret` is called
  /// only if the secret is needed, on the calling thread, so it may prompt.
  ///
  /// @throws InvalidValueException that names the known forms
  public static Security parse(String text, Supplier<Secret> secret) {
    Objects.requireNonNull(secret, "secret");
    if (Objects.requireNonNull(text, "text").equals(Security.none().toString())) {
      return Security.none();
    }
    for (HmacAlgorithm digest : HmacAlgorithm.values()) {
      if (text.equals(digest.toString())) {
        return with(digest, secret.get());
      }
    }
    throw new InvalidValueException(KeyProblem.UNKNOWN_SECURITY, Printable.line(text));
  }
}
