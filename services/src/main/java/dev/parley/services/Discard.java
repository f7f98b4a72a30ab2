package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.session.Handler;
import dev.parley.session.Session;

/// Takes everything and answers nothing (RFC 863).
///
/// Since nothing is ever sent, it cannot be used against others and takes datagrams from any port.
/// Stateless; allocates nothing.
public final class Discard implements Handler {
  /// A sink.
  public Discard() {}

  @Override
  public void received(Session session, Message message) {}

  @Override
  public boolean isAutomatic() {
    return false;
  }
}
