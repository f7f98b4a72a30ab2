package dev.parley.sealed;

import dev.parley.layer.DatagramLayer;
import dev.parley.layer.Layer;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import dev.parley.secure.Aead;
import dev.parley.secure.DatagramContext;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.text.PrincipalName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sealed sessions: both sides prove that they have the key; everything after that is encrypted and
/// authenticated.
///
/// @param ring the keys that the server side accepts
/// @param own the client side's key; null if only servers are needed
/// @param serverName the server's name, on which both sides must agree; may be empty
record SealedSecurity(KeyRing ring, @Nullable NamedKey own, Aead aead, String serverName)
    implements Security {
  SealedSecurity {
    if (!serverName.isEmpty() && !PrincipalName.isOfKey(serverName)) {
      throw new InvalidValueException(KeyProblem.SERVER_NAME, NamedKey.nameRule());
    }
    SealedProblem _ = SealedProblem.NO_SESSION; // a class cannot be loaded when memory is full
    // Fail at startup, not at the first login, if the Java runtime lacks the cipher.
    var _ = aead.cipher();
  }

  @Override
  public Layer server(LayerContext context) {
    return new SealedServer(this, context);
  }

  @Override
  public Layer client(LayerContext context) {
    return new SealedClient(this, caller(), context);
  }

  private NamedKey caller() {
    NamedKey key = own;
    if (key == null) {
      throw new IllegalStateException(
          "a sealed client calls with one key of its own, not with a ring of keys");
    }
    return key;
  }

  @Override
  public <A> DatagramLayer<A> datagramServer(DatagramContext<A> context) {
    return new SealedUdpServer<>(this, context);
  }

  @Override
  public <A> DatagramLayer<A> datagramClient(DatagramContext<A> context, A server) {
    return new SealedUdpClient<>(this, caller(), context, server);
  }

  @Override
  public boolean authenticates() {
    return true;
  }

  @Override
  public boolean protects() {
    return true;
  }

  @Override
  public boolean carriesDatagrams() {
    return true;
  }

  @Override
  public List<Problem> warnings() {
    return List.of();
  }

  /// Returns `sealed` or `sealed:chachapoly`; never a key.
  @Override
  public String toString() {
    return aead == Aead.AESGCM ? "sealed" : "sealed:" + aead;
  }
}
