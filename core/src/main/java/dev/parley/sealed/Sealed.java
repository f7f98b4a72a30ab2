package dev.parley.sealed;

import dev.parley.secure.Aead;
import dev.parley.secure.Security;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Factory of sealed sessions, over streams and datagrams: both sides prove that they have the key,
/// and nobody else can read or change their data (docs/PROTOCOL.md §10 and §11).
public final class Sealed {
  /// The maximum length of a message over datagrams, in bytes. With the IPv6, UDP and Parley
  /// headers it fits the 1,280 bytes that every IPv6 network carries unfragmented (RFC 8200 §5); in
  /// practice those of IPv4 do, too. Streams have no such maximum.
  public static final int MAX_DATAGRAM_MESSAGE = 1_200;

  private Sealed() {}

  /// Returns the security with one key, for either side.
  ///
  /// @throws dev.parley.problem.UnsupportedByRuntimeException if this Java runtime lacks the cipher
  public static Security with(NamedKey key) {
    return with(key, Aead.AESGCM, "");
  }

  /// Like [#with(NamedKey)], with a choice of cipher and a name for the server. Both sides must use
  /// the same. A server name is for a key that several servers know: a client that connects to one
  /// of them cannot be forwarded to another.
  ///
  /// @param serverName of the same form as a key's name, or empty
  /// @throws IllegalArgumentException if the name is invalid
  public static Security with(NamedKey key, Aead aead, String serverName) {
    Objects.requireNonNull(key, "key");
    return security(KeyRing.of(List.of(key)), key, aead, serverName);
  }

  /// Returns the security of a server with many clients, each with its own key. Changes of the ring
  /// apply to later logins, and end the sessions whose key was removed.
  ///
  /// @throws IllegalArgumentException if the name is invalid
  public static Security with(KeyRing ring, Aead aead, String serverName) {
    return security(Objects.requireNonNull(ring, "ring"), null, aead, serverName);
  }

  private static Security security(
      KeyRing ring, @Nullable NamedKey own, Aead aead, String serverName) {
    return new SealedSecurity(
        ring,
        own,
        Objects.requireNonNull(aead, "aead"),
        Objects.requireNonNull(serverName, "serverName"));
  }
}
