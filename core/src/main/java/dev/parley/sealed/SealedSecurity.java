package dev.parley.sealed;

import dev.parley.layer.DatagramLayer;
import dev.parley.layer.Layer;
import dev.parley.secure.Aead;
import dev.parley.secure.DatagramContext;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sealed sessions: both sides prove that they have the key, and everything after that is encrypted
/// and cannot be changed unnoticed.
///
/// @param ring whom the serving side knows
/// @param own what the calling side calls with; null where only servers are wanted
/// @param serverName what both sides call the server, or nothing
record SealedSecurity(KeyRing ring, @Nullable NamedKey own, Aead aead, String serverName)
    implements Security {
  SealedSecurity {
    if (!serverName.isEmpty() && !NamedKey.isName(serverName)) {
      throw new IllegalArgumentException("for a server as for a key: " + NamedKey.nameRule());
    }
    // A runtime without the cipher is found here, at the start, and not at the first login.
    var _ = aead.cipher();
  }

  @Override
  public Layer server(LayerContext surroundings) {
    return new SealedServer(this, surroundings);
  }

  @Override
  public Layer client(LayerContext surroundings) {
    return new SealedClient(this, caller(), surroundings);
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
  public <A> DatagramLayer<A> datagramServer(DatagramContext<A> around) {
    return new SealedUdpServer<>(this, around);
  }

  @Override
  public <A> DatagramLayer<A> datagramClient(DatagramContext<A> around, A server) {
    return new SealedUdpClient<>(this, caller(), around, server);
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
  public List<String> warnings() {
    return List.of();
  }

  /// `sealed`, or `sealed:chachapoly`; never a key.
  @Override
  public String toString() {
    return aead == Aead.AESGCM ? "sealed" : "sealed:" + aead;
  }
}
