package dev.parley.chat.internal.hub;

import org.jspecify.annotations.Nullable;

/// The place of one connection in a room. Confined to the hub's loop.
final class Seat {
  final Connection connection;
  final Room room;

  /// The name of the room for this connection: that of a talk of two is the other's, and changes
  /// with it.
  String label;

  State state = State.READING;

  /// True while it is served together with others, by the output of the room.
  boolean isShared;

  /// The last place that was sent, while it catches up.
  long sentUpTo;

  /// What the client was told when it entered.
  boolean isRecovered;

  /// True if the member has asked for the room, or has said something there.
  boolean isWanted;

  /// In a talk of two: when something was said last, or the connection has come.
  long usedAtNanos;

  /// What a datagram member has not seen; null for others.
  @Nullable Flight flight;

  /// What a seat gets of the room.
  enum State {
    /// Nothing yet: what it has missed is being read.
    READING,
    /// All but messages: it is behind, and gets those as they are read.
    BEHIND,
    /// Everything.
    LIVE,
    /// Everything, over datagrams: messages as its window permits.
    PACED,
    /// Nothing any more: it was left.
    LEFT
  }

  Seat(Connection connection, Room room, String label) {
    this.connection = connection;
    this.room = room;
    this.label = label;
  }
}
