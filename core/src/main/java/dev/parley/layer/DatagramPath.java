package dev.parley.layer;

import dev.parley.problem.DatagramProblem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The path from one session to its peer, below the session and above the socket. Confined to its
/// socket's loop.
///
/// @param <A> the address of a peer
public interface DatagramPath<A> {
  /// Returns the peer's latest proven address. May change.
  A address();

  /// Returns the authenticated name of the peer, null without authentication.
  @Nullable String principal();

  /// Returns the maximum size of a message in bytes.
  int maxMessage();

  /// Returns the problem of messages that are larger, whose parameters are their size and the
  /// maximum.
  DatagramProblem tooLarge();

  /// Returns an empty buffer of at least [#maxMessage] bytes, to be filled and passed to [#send] at
  /// once.
  ByteBuffer room();

  /// Sends one message, from the position of `plain` to its limit; returns false if it was not
  /// sent, which has been reported already. Returns a buffer of [#room] to its owner.
  boolean send(ByteBuffer plain);

  /// Ends the path: the session has ended.
  ///
  /// @param notifiesPeer true if the peer should be notified, as far as the protocol allows
  void end(boolean notifiesPeer);
}
