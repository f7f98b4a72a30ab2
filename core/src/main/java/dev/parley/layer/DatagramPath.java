package dev.parley.layer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The way from one session to its peer, below the session and above the socket. Confined to its
/// socket's loop.
///
/// @param <A> the address of a peer
public interface DatagramPath<A> {
  /// Where the peer is, as far as that is proven. May change.
  A address();

  /// The name that the peer has proven to have, null where nothing is asked of it.
  @Nullable String principal();

  /// The most bytes of one message.
  int maxMessage();

  /// What to do about a message that is larger, with what leads over to it; possibly empty.
  String advice();

  /// An empty buffer with room for [#maxMessage] bytes, to be filled and given to [#send] at once.
  ByteBuffer room();

  /// Sends one message, from the position of `plain` to its limit; false if it is not sent, which
  /// was told already. A buffer of [#room] goes back with it.
  boolean send(ByteBuffer plain);

  /// The session has ended; the line is gone.
  ///
  /// @param isTold true if the peer should learn of it, as far as there is a way to say so
  void end(boolean isTold);
}
