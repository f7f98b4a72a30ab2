package dev.parley.secure;

import dev.parley.layer.DatagramLayer;
import dev.parley.layer.Layer;
import java.util.List;
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
/// [LayerContext#tls] is how it asks what that was. Work that would hold up a loop goes to
/// [Layer#work].
public interface Security {

  /// Bytes as they are, from and to anybody. Other securities come from [Hmac] and [Sealed].
  static Security none() {
    return PlainSecurity.NONE;
  }

  /// A fresh layer for the serving side of one session, or null when bytes pass as they are.
  @Nullable Layer server(LayerContext surroundings);

  /// A fresh layer for the calling side of one session, or null when bytes pass as they are.
  ///
  /// @throws IllegalStateException if this security is for servers alone
  @Nullable Layer client(LayerContext surroundings);

  /// A fresh layer for one socket that datagrams come to, or null when they pass as they are. Only
  /// where [#carriesDatagrams].
  default <A> @Nullable DatagramLayer<A> datagramServer(DatagramContext<A> around) {
    return null;
  }

  /// A fresh layer for one socket that calls `server` with datagrams, or null when they pass as
  /// they are. Only where [#carriesDatagrams].
  ///
  /// @throws IllegalStateException if this security is for servers alone
  default <A> @Nullable DatagramLayer<A> datagramClient(DatagramContext<A> around, A server) {
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
