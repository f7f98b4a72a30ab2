package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.limit.Source;

/// The way to one connection. Called on the hub's loop; never blocks.
public interface Outlet {
  /// Sends a notice in the form that the connection understands.
  void send(Notice notice);

  /// Tells why, and closes the connection. Later calls of both methods do nothing.
  void close(ClosingCode code, String text);

  /// Closes the connection of a peer that has ended its output, when all that was sent has left.
  void end();

  /// From now on it gets JSON, no longer plain lines.
  void becomeStructured();

  /// A datagram peer has shown that its address is its own.
  void admitted();

  /// Returns the address of the peer, as it is proven; contains no bytes chosen by the peer.
  String peer();

  /// Returns true if the peer is on this machine, so that its address cannot be forged by another.
  boolean isLoopback();

  /// Returns the host of the peer, for bans; empty if it has none.
  String host();

  /// Returns the peer's network, for limits.
  Source source();

  /// Returns how many bytes wait for the peer.
  long waiting();

  /// Calls `then` once, when nothing of what was sent before waits any more, or the connection has
  /// ended. On any thread.
  void whenFlushed(Runnable then);
}
