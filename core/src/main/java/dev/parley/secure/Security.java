package dev.parley.secure;

import dev.parley.frame.DatagramLayer;
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
/// | `sealed`, `sealed:chachapoly` | that both have the key | yes | yes |
///
/// `toString` prints the text form, never a secret. Immutable, safe for any thread.
///
/// Other modules may bring securities of their own, by implementing this: a [Layer] for each side,
/// which starts when what stands below it, such as TLS, has finished its handshake.
/// [Surroundings#tls] is how it asks what that was. Work that would hold up a loop goes to
/// [Layer#work].
public interface Security {

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

  /// Sealed sessions with one key, for either side: both prove that they have it, and nobody else
  /// can read or change what they say (docs/PROTOCOL.md §10).
  ///
  /// @throws IllegalStateException if this Java runtime lacks the cipher
  static Security sealed(NamedKey key) {
    return sealed(key, Aead.AESGCM, "");
  }

  /// As [#sealed(NamedKey)], with a choice of what seals and a name for the server. Both sides must
  /// choose alike. A name is for a key that several servers know: a client that calls one of them
  /// cannot be passed on to another.
  ///
  /// @param serverName formed as the name of a key is, or nothing
  /// @throws IllegalArgumentException if the name is none
  static Security sealed(NamedKey key, Aead aead, String serverName) {
    return new SealedSecurity(KeyRing.of(List.of(key)), key, aead, serverName);
  }

  /// Sealed sessions of a server that many can call, each with a key of its own. Who is let in
  /// follows the ring as it changes.
  ///
  /// @throws IllegalArgumentException if the name is none
  static Security sealed(KeyRing ring, Aead aead, String serverName) {
    return new SealedSecurity(ring, null, aead, serverName);
  }

  /// The security with this text form, one of those that need a secret at most; sealed ones are
  /// made of keys. `secret` is asked only if that one needs a secret, and on the calling thread, so
  /// it may prompt.
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
  @Nullable Layer server(Surroundings surroundings);

  /// A fresh layer for the calling side of one session, or null when bytes pass as they are.
  ///
  /// @throws IllegalStateException if this security is for servers alone
  @Nullable Layer client(Surroundings surroundings);

  /// A fresh layer for one socket that datagrams come to, or null when they pass as they are. Only
  /// where [#carriesDatagrams].
  default <A> @Nullable DatagramLayer<A> datagramServer(DatagramSurroundings<A> around) {
    return null;
  }

  /// A fresh layer for one socket that calls `server` with datagrams, or null when they pass as
  /// they are. Only where [#carriesDatagrams].
  ///
  /// @throws IllegalStateException if this security is for servers alone
  default <A> @Nullable DatagramLayer<A> datagramClient(DatagramSurroundings<A> around, A server) {
    return null;
  }

  /// True when peers must prove who they are, so that strangers may be let near.
  boolean authenticates();

  /// True when others can neither read nor change what is said after the login, so that it may go
  /// over networks of others.
  boolean protects();

  /// False when a caller who was refused is told nothing by which it could tell that from a server
  /// that closes because it has nothing to say.
  default boolean isConfirmed() {
    return true;
  }

  /// True when it works inside TLS only, at addresses of the form `tls://…`.
  default boolean needsTls() {
    return false;
  }

  /// True when it works for datagrams too, which may be lost and have no beginning.
  boolean carriesDatagrams();

  /// What the user should know before relying on it, a sentence each; empty when there is nothing.
  List<String> warnings();
}
