package dev.parley.sealed;

import dev.parley.secure.Aead;
import dev.parley.secure.Security;
import java.util.List;

/// Sealed sessions, over streams and datagrams: both sides prove that they have the key, and nobody
/// else can read or change what they say (docs/PROTOCOL.md §10 and §11).
public final class Sealed {
  private Sealed() {}

  /// With one key, for either side.
  ///
  /// @throws IllegalStateException if this Java runtime lacks the cipher
  public static Security with(NamedKey key) {
    return with(key, Aead.AESGCM, "");
  }

  /// As [#with(NamedKey)], with a choice of the cipher and a name for the server. Both sides must
  /// choose alike. A name is for a key that several servers know: a client that calls one of them
  /// cannot be passed on to another.
  ///
  /// @param serverName formed as the name of a key is, or nothing
  /// @throws IllegalArgumentException if the name is none
  public static Security with(NamedKey key, Aead aead, String serverName) {
    return new SealedSecurity(KeyRing.of(List.of(key)), key, aead, serverName);
  }

  /// Sealed sessions of a server that many can call, each with a key of its own. Who is let in
  /// follows the ring as it changes.
  ///
  /// @throws IllegalArgumentException if the name is none
  public static Security with(KeyRing ring, Aead aead, String serverName) {
    return new SealedSecurity(ring, null, aead, serverName);
  }
}
