package dev.parley.services;

import dev.parley.session.Session;
import dev.parley.text.Printable;
import java.net.InetSocketAddress;

/// A peer, as a screen names it.
///
/// @param number 1, 2, 3 … in the order of arrival, never reused; 0 if peers are not numbered
/// @param session its session
public record Peer(int number, Session session) {
  /// Returns a peer without a number.
  static Peer of(Session session) {
    return new Peer(0, session);
  }

  /// Returns `127.0.0.1:4711`, with a number `3 127.0.0.1:4711`, with an authenticated name `3
  /// laptop@127.0.0.1:4711`. Safe to print.
  public String label() {
    return number == 0 ? nameOf(session) : number + " " + nameOf(session);
  }

  /// Returns the peer's host without the port, `127.0.0.1`, `::1`; `unix#3` for a Unix-domain peer.
  static String hostOf(Session session) {
    String name = session.peerName();
    if (!(session.peer() instanceof InetSocketAddress)) {
      return name;
    }
    String host = name.substring(0, name.lastIndexOf(':'));
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// Returns the peer's port; empty for a Unix-domain peer, which has none.
  static String portOf(Session session) {
    return session.peer() instanceof InetSocketAddress internet
        ? Integer.toString(internet.getPort())
        : "";
  }

  /// Returns the peer of a session for display; see [Printable#peer].
  static String nameOf(Session session) {
    return Printable.peer(session.principal(), session.peerName());
  }
}
