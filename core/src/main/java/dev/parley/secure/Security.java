package dev.parley.secure;

import dev.parley.layer.DatagramLayer;
import dev.parley.layer.Layer;
import dev.parley.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The protection between a session's bytes and the wire: which side must authenticate, and whether
/// others can read or change the data. A value: the same object serves server, client, tests and
/// command line. Nothing is negotiated, so both sides must be configured with the same one.
///
/// | text form | authenticates | protects the data | datagrams |
/// |---|---|---|---|
/// | `none` | nobody | no | yes |
/// | `hmac-md5`, `hmac-sha256` | the client, by the shared secret | no | no |
/// | `sealed`, `sealed:chachapoly` | both sides, by the shared key | yes | yes |
///
/// `toString` prints the text form, never a secret. Immutable, safe for any thread.
///
/// Other modules can add their own by implementing this interface with a [Layer] for each side. A
/// layer starts when the one below it, such as TLS, has finished its handshake; [LayerContext#tls]
/// describes that TLS connection. Work that would block an event loop goes to
/// [dev.parley.layer.LayerLogin#work].
public interface Security {

  /// Returns no security: bytes pass unchanged, from and to anybody. For others see
  /// [dev.parley.hmac.Hmac] and [dev.parley.sealed.Sealed].
  static Security none() {
    return PlainSecurity.NONE;
  }

  /// Returns a new layer for the server side of one session, or null if bytes pass unchanged.
  @Nullable Layer server(LayerContext context);

  /// Returns a new layer for the client side of one session, or null if bytes pass unchanged.
  ///
  /// @throws IllegalStateException if this security works for servers only
  @Nullable Layer client(LayerContext context);

  /// Returns a new layer for one server socket for datagrams, or null if they pass unchanged.
  /// Called only if [#carriesDatagrams].
  default <A> @Nullable DatagramLayer<A> datagramServer(DatagramContext<A> context) {
    return null;
  }

  /// Returns a new layer for one client socket that exchanges datagrams with `server`, or null if
  /// they pass unchanged. Called only if [#carriesDatagrams].
  ///
  /// @throws IllegalStateException if this security works for servers only
  default <A> @Nullable DatagramLayer<A> datagramClient(DatagramContext<A> context, A server) {
    return null;
  }

  /// True if clients must authenticate, so that a server may listen where strangers can reach it.
  boolean authenticates();

  /// True if others can neither read nor change the data after the login, so that it is safe on
  /// networks that we do not control.
  boolean protects();

  /// False if a refused client learns nothing: for it, a refusal looks the same as a server that
  /// closes because it has nothing to send.
  default boolean isConfirmed() {
    return true;
  }

  /// True if it works only inside TLS, at addresses of the form `tls://…`.
  default boolean needsTls() {
    return false;
  }

  /// True if it also works for datagrams, which can be lost and have no start of stream.
  boolean carriesDatagrams();

  /// Returns warnings for the user; empty if there are none.
  List<Problem> warnings();
}
