package dev.parley.internal.engine;

import dev.parley.layer.LayerLogin;
import dev.parley.layer.TlsDetails;
import org.jspecify.annotations.Nullable;

/// The logins of two layers as one, with the outer one next to the socket. An interface, so that a
/// [StackedLayer] is all three parts in one object. Confined to its session's loop.
interface StackedLogin extends LayerLogin {
  /// Returns the login of the layer next to the socket.
  LayerLogin outerLogin();

  /// Returns the login of the layer next to the framing.
  LayerLogin innerLogin();

  /// Returns the inner layer's principal, which is the more specific one: a person on a machine
  /// that has passed the outer one.
  @Override
  default @Nullable String principal() {
    String name = innerLogin().principal();
    return name != null ? name : outerLogin().principal();
  }

  @Override
  default @Nullable TlsDetails tls() {
    TlsDetails outer = outerLogin().tls();
    return outer != null ? outer : innerLogin().tls();
  }

  @Override
  default boolean isRevoked() {
    return outerLogin().isRevoked() || innerLogin().isRevoked();
  }
}
