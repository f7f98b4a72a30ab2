package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.Request;

/// What datagram members get, as fast as they acknowledge it. Confined to the hub's loop.
final class Pacing {
  Pacing(Hub hub) {}

  void begin(Seat seat, long from) {
    seat.sentUpTo = from;
  }

  void more(Seat seat) {}

  void seen(Connection connection, Request.Seen seen) {}
}
