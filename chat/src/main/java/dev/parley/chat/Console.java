package dev.parley.chat;

import dev.parley.chat.internal.server.ConsoleSession;

/// The person at the server's own terminal: a member of the lobby with the rights of an operator,
/// who speaks plain text. Safe for any thread; never blocks.
public final class Console implements AutoCloseable {
  private final ConsoleSession session;

  Console(ConsoleSession session) {
    this.session = session;
  }

  /// The person has typed a line: something to say, or a command.
  public void line(String typed) {
    session.line(typed);
  }

  /// The person leaves. The server goes on.
  @Override
  public void close() {
    session.close();
  }
}
