package dev.parley.internal.prelude;

import dev.parley.layer.ProtocolException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a connection says before its session begins, in front of TLS and of all limits:
///
/// ```
///   accept ─▶ prelude ─▶ admission ─▶ session, whose first bytes are those behind the prelude
/// ```
///
/// Has no state of its own, so that one reads for all connections: what has come so far is read
/// from its beginning each time, and a bound keeps that short.
public interface Prelude {
  /// Reads what has come so far, from the position of `in` to its limit, and moves neither.
  ///
  /// @throws ProtocolException if this is no such prelude and never will be
  Reading read(ByteBuffer in) throws ProtocolException;

  /// What came of a look.
  sealed interface Reading {}

  /// Not all of it is there.
  ///
  /// @param upTo how many bytes in all to have next time, at most: reading up to there takes no
  ///   more than a few bytes that are the session's; more than there are now
  record More(int upTo) implements Reading {}

  /// It is whole.
  ///
  /// @param length its bytes; those behind them are the session's
  /// @param peer whose connection it is; null for that of the connection itself
  /// @param local whom the peer has called; null if `peer` is
  record Done(int length, @Nullable InetSocketAddress peer, @Nullable InetSocketAddress local)
      implements Reading {
    /// A prelude that leaves the connection's addresses as they are.
    static Done ofItself(int length) {
      return new Done(length, null, null);
    }
  }
}
