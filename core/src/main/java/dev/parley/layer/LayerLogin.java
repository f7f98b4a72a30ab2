package dev.parley.layer;

import org.jspecify.annotations.Nullable;

/// The authentication of the peer by one [Layer]: what must be proven before the session opens, and
/// the result. Confined to its session's thread.
public interface LayerLogin {
  /// The login of a layer that requires no proof and authenticates nobody.
  LayerLogin NONE = () -> false;

  /// Returns true until the peer has proven what the layer requires; until then the session's login
  /// deadline runs.
  boolean isPending();

  /// Returns the authenticated name of the peer; null until then, and if the layer authenticates
  /// nobody.
  default @Nullable String principal() {
    return null;
  }

  /// Returns true once the peer's credentials have been revoked, which ends the session. Checked
  /// after the login, before anything is delivered, and several times a second.
  default boolean isRevoked() {
    return false;
  }

  /// Returns what the layer's TLS handshake has negotiated; null until then, and for other layers.
  /// Safe for any thread after the login.
  default @Nullable TlsDetails tls() {
    return null;
  }

  /// Returns work that the layer needs before it can continue and that would block a loop, such as
  /// verifying a certificate chain or deriving a key; null if there is none. Polled after each call
  /// that may have caused it; each piece is returned once. The session runs it on a thread that may
  /// block, reads no more of the peer's bytes meanwhile, and when it is done calls [Layer#receive]
  /// with an empty buffer on its own thread.
  ///
  /// While work is running, only [Layer#send] (which queues), [Layer#reserve] (which returns null)
  /// and the queries of [LayerLogin] and [LayerState] may be called. The layer keeps the bytes that
  /// followed those which caused the work, at most those of one [Layer#receive]. A fault that the
  /// work finds is thrown by the next [Layer#receive]. The session may end meanwhile; then nothing
  /// is called any more.
  default @Nullable Runnable work() {
    return null;
  }
}
