package dev.parley.services;

import dev.parley.Session;
import dev.parley.frame.Printable;

/// Somebody who talks with us, as a screen names them.
///
/// @param number 1, 2, 3 … in the order of arrival, never given twice; 0 where peers are not
///   numbered
/// @param session the conversation with them
public record Peer(int number, Session session) {
  /// A peer that is not numbered.
  static Peer of(Session session) {
    return new Peer(0, session);
  }

  /// `127.0.0.1:4711`, with a number `3 127.0.0.1:4711`, of one who has proven its name `3
  /// laptop@127.0.0.1:4711`. Holds no bytes of the peer's choice.
  public String label() {
    return number == 0 ? nameOf(session) : number + " " + nameOf(session);
  }

  /// Who talks in a session, for people; see [Printable#peer].
  static String nameOf(Session session) {
    return Printable.peer(session.principal(), session.peerName());
  }
}
