package dev.parley.prelude;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.PreludeProblem;
import dev.parley.problem.Problem;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The bytes that each connection at a listener sends before its session begins, in front of TLS
/// and of all limits. They may name the peer, whom the limits then apply to:
///
/// ```
///   accept ─▶ prelude ─▶ admission ─▶ session, whose first bytes are those after the prelude
/// ```
///
/// [dev.parley.session.ProxyProtocol] is one. A prelude is never optional: a connection without it
/// is closed and reported. A listener keeps a limited number of connections waiting for it, and
/// closes the oldest of the sender that has the most when there are more.
///
/// One instance serves all connections, on several threads at once: it has no state. The input so
/// far is parsed from its beginning each time, and a size limit keeps that short. Never blocks.
/// What it throws besides a [ProtocolException] is reported as a defect, and closes the connection.
public interface Prelude {
  /// The largest value of [#maxBytes].
  int LARGEST = 16_384;

  /// Parses the input so far, from the position of `in` to its limit; it has no bytes the first
  /// time. The buffer cannot be written to, and is another's after the call.
  ///
  /// @throws ProtocolException if this is not such a prelude and cannot become one, or if its peer
  ///   is refused; its problem is reported
  Reading read(ByteBuffer in) throws ProtocolException;

  /// Returns the size of the longest prelude in bytes, from 1 to [#LARGEST]. A connection that has
  /// sent as much without completing it is closed.
  int maxBytes();

  /// Returns how long a connection may take for the whole prelude, however slowly its bytes arrive.
  ///
  /// @param login the login timeout of the listener
  default Duration timeout(Duration login) {
    return login;
  }

  /// Returns true if a connection from `sender` may send it. Any other is closed before anything of
  /// it is read.
  default boolean isFrom(SocketAddress sender) {
    return true;
  }

  /// Returns the problem of a connection that is closed because of its prelude.
  ///
  /// @param values those of `code` that follow the name of the prelude, which is its `toString`
  default Problem problem(PreludeProblem code, Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = toString();
    System.arraycopy(values, 0, all, 1, values.length);
    return Problem.of(code, all);
  }

  /// Returns the name for reports, such as `PROXY header`.
  @Override
  String toString();

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
    public static Done ofItself(int length) {
      return new Done(length, null, null);
    }
  }
}
