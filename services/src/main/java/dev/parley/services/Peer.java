package dev.parley.services;

import dev.parley.session.Session;
import dev.parley.text.Printable;
import java.net.InetSocketAddress;

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

  /// The peer's host without its port, `127.0.0.1`, `::1`; `unix#3` of a Unix-domain peer.
  static String hostOf(Session session) {
    String name = session.peerName();
    if (!(session.peer() instanceof InetSocketAddress)) {
      return name;
    }
    String host = name.substring(0, name.lastIndexOf(':'));
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// The peer's port; empty for a Unix-domain peer, which has none.
  static String portOf(Session session) {
    return session.peer() instanceof InetSocketAddress internet
        ? Integer.toString(internet.getPort())
        : "";
  }

  /// Who talks in a session, for people; see [Printable#peer].
  static String nameOf(Session session) {
    return Printable.peer(session.principal(), session.peerName());
  }
}
