package dev.parley.tls;

import dev.parley.internal.buffer.Sha256;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.TlsProblem;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/// A fingerprint of a server's public key with which a client can authenticate it without any
/// authority: SHA-256 of the SubjectPublicKeyInfo (RFC 7469 §2.4). It stays the same if the
/// certificate is renewed for the same key. Not secret. Immutable.
public final class Pin {
  private static final String SCHEME = "sha256:";
  private static final int LENGTH = 32;

  private final byte[] digest;

  private Pin(byte[] digest) {
    this.digest = digest;
  }

  /// Returns the pin of a certificate's key.
  public static Pin of(X509Certificate certificate) {
    Objects.requireNonNull(certificate, "certificate");
    return new Pin(Sha256.begin().digest(certificate.getPublicKey().getEncoded()));
  }

  /// Parses `sha256:…`, in hexadecimal digits or base64, or curl's form `sha256//…`.
  ///
  /// @throws InvalidValueException if it is not a pin
  public static Pin parse(String text) {
    Objects.requireNonNull(text, "text");
    String rest =
        text.startsWith(SCHEME)
            ? text.substring(SCHEME.length())
            : text.startsWith("sha256//") ? text.substring("sha256//".length()) : "";
    try {
      byte[] digest =
          rest.length() == 2 * LENGTH
              ? HexFormat.of().parseHex(rest)
              : Base64.getDecoder().decode(rest);
      if (digest.length == LENGTH) {
        return new Pin(digest);
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw new InvalidValueException(TlsProblem.PIN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pin pin && MessageDigest.isEqual(digest, pin.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /// Returns `sha256:` and base64; [#parse] accepts it.
  @Override
  public String toString() {
    return SCHEME + Base64.getEncoder().encodeToString(digest);
  }
}
