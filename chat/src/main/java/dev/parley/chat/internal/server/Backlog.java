package dev.parley.chat.internal.server;

import dev.parley.frame.Message;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What a peer has sent beyond its rate, in order: it was in the same read as what was taken, so it
/// could not be left at the peer. Confined to its session's loop.
final class Backlog {
  static final int MAX_BYTES = 64 << 10;

  private final ArrayDeque<Message> waiting = new ArrayDeque<>(0);
  private int bytes;

  /// Adds what has come.
  ///
  /// @return false if it is too much
  boolean add(Message message) {
    if (message.length() > MAX_BYTES - bytes) {
      return false;
    }
    bytes += message.length();
    waiting.add(message.copy());
    return true;
  }

  /// Puts the rest of what was taken before all others.
  ///
  /// @return false if it is too much
  boolean putBack(Message rest) {
    if (rest.length() > MAX_BYTES - bytes) {
      return false;
    }
    bytes += rest.length();
    waiting.addFirst(rest.copy());
    return true;
  }

  /// Takes the first; returns null if there is none.
  @Nullable Message poll() {
    Message next = waiting.poll();
    bytes -= next == null ? 0 : next.length();
    return next;
  }

  void clear() {
    waiting.clear();
    bytes = 0;
  }
}
