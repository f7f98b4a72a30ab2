package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.session.Handler;
import dev.parley.session.Session;

/// Reads everything and answers nothing (RFC 863).
///
/// Since it never sends, it cannot be abused for attacks and accepts datagrams from any port.
/// Stateless; allocates nothing.
public final class Discard implements Handler {
  /// Creates a discard service.
  public Discard() {}

  @Override
  public void received(Session session, Message message) {}

  @Override
  public boolean isAutomatic() {
    return false;
  }
}
