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

  /// Collects a notice for all of them, which [#flush] sends: before a change of the connections,
  /// or of the form of one.
  ///
  /// @param except the connection that gets nothing; null for none
  void send(Notice notice, @Nullable Outlet except);

  /// Collects a notice for one of them, behind those for all.
  void sendOnly(Notice notice, Outlet only);

  /// Sends what was collected: each connection gets all that is for it, in order, at once.
  void flush();
}
