package dev.parley.bench.rooms;

/// What the next bytes of a server are.
enum Piece {
  /// Not all of a piece is there yet.
  PARTIAL,

  /// The connection is in its room.
  ENTERED,

  /// A message of somebody else.
  DELIVERY,

  /// A message of one's own was taken.
  ACK,

  /// The server asks whether the connection is alive.
  PING,

  /// Anything else.
  OTHER
}
