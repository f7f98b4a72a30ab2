package dev.parley.secure;

import dev.parley.frame.Layer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What stands between a session's bytes and the wire: who must prove what, and whether others can
/// read along. A value: the same object serves server, client, tests and command line, and both
/// sides must be given the same one, since nothing is negotiated.
///
/// | text form | proves | protects the data | datagrams |
/// |---|---|---|---|
/// | `none` | nothing | no | yes |
/// | `hmac-md5`, `hmac-sha256` | that the client knows the secret | no | no |
///
/// `toString` prints the text form, never a secret. Immutable, safe for any thread.
public sealed interface Security permits PlainSecurity, HmacSecurity {

  /// Bytes as they are, from and to anybody.
  static Security none() {
    return PlainSecurity.NONE;
  }

  /// The challenge login of old: the server sends 32 random bytes, the client answers with their
  /// HMAC (RFC 2104). For peers that speak nothing better; [#warnings] says what it does not do.
  ///
  /// @throws IllegalStateException if this Java runtime lacks the digest
  static Security hmac(Digest digest, Secret secret) {
    return new HmacSecurity(digest, secret);
  }

  /// The security with this text form. `secret` is asked only if that one needs a secret, and on
  /// the calling thread, so it may prompt.
  ///
  /// @throws IllegalArgumentException with a sentence for the user that names the known forms
  static Security parse(String text, Supplier<Secret> secret) {
    if (text.equals(PlainSecurity.NONE.toString())) {
      return none();
    }
    for (Digest digest : Digest.values()) {
      if (text.equals(digest.toString())) {
        return hmac(digest, secret.get());
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no known security; choose none, hmac-md5 or hmac-sha256");
  }

  /// A fresh layer for the serving side of one session, or null when bytes pass as they are.
  @Nullable Layer server(Entropy entropy);

  /// A fresh layer for the calling side of one session, or null when bytes pass as they are.
  @Nullable Layer client();

  /// True when peers must prove who they are, so that strangers may be let near.
  boolean authenticates();

  /// True when it works for datagrams too, which may be lost and have no beginning.
  boolean carriesDatagrams();

  /// What the user should know before relying on it, a sentence each; empty when there is nothing.
  List<String> warnings();
}
