package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.Notice;
import org.jspecify.annotations.Nullable;

/// The way to all connections of a room that get the same: what it sends is encoded once for each
/// kind of them. Called on the hub's loop; never blocks.
public interface RoomOutput {
  /// Adds a connection.
  void add(Outlet outlet);

  /// Removes a connection; does nothing if it is none of these.
  void remove(Outlet outlet);

  /// Sends a notice to all of them.
  ///
  /// @param except the connection that gets nothing; null for none
  void send(Notice notice, @Nullable Outlet except);
}
