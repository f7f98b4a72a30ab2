package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;

/// Shows messages, arrivals and departures, and answers nothing.
///
/// Since it never sends, it cannot be abused for attacks and accepts datagrams from any port.
public final class Print implements Handler {
  private final Screen screen;

  /// Creates a service that shows on `screen`.
  public Print(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void opened(Session session) {
    screen.notice(new Notice.Arrived(Peer.of(session)));
  }

  @Override
  public void received(Session session, Message message) {
    screen.message(Peer.of(session), message);
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    screen.notice(new Notice.Left(Peer.of(session), reason, null));
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }
}
