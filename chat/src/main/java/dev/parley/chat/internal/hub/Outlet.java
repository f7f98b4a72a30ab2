package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;

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

  /// Returns the host of the peer, for bans; empty if it has none.
  String host();

  /// Returns how many bytes wait for the peer.
  long waiting();
}
