package dev.parley.internal.prelude;

import dev.parley.layer.ProtocolException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes that a connection sends before its session begins, in front of TLS and of all limits:
///
/// ```
///   accept ─▶ prelude ─▶ admission ─▶ session, whose first bytes are those after the prelude
/// ```
///
/// Stateless, so that one instance serves all connections: the input so far is parsed from its
/// beginning each time, and a size limit keeps that short.
public interface Prelude {
  /// Parses the input so far, from the position of `in` to its limit, and changes neither.
  ///
  /// @throws ProtocolException if this is not such a prelude and cannot become one
  Reading read(ByteBuffer in) throws ProtocolException;

  /// The result of parsing.
  sealed interface Reading {}

  /// The prelude is incomplete.
  ///
  /// @param upTo the most bytes to have in total next time: reading up to there takes no more than
  ///   a few bytes of the session; greater than the present number
  record More(int upTo) implements Reading {}

  /// The prelude is complete.
  ///
  /// @param length its length in bytes; the bytes after it belong to the session
  /// @param peer the address of the peer; null for that of the connection itself
  /// @param local the address that the peer has called; null if `peer` is
  record Done(int length, @Nullable InetSocketAddress peer, @Nullable InetSocketAddress local)
      implements Reading {
    /// Returns a prelude that leaves the connection's addresses unchanged.
    static Done ofItself(int length) {
      return new Done(length, null, null);
    }
  }
}
