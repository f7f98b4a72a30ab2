package dev.parley.internal.engine;

import dev.parley.internal.net.EventLoop;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds the sessions of some loops. Safe for any thread; takes time in the number of sessions.
public final class OpenSessions {
  private OpenSessions() {}

  /// Returns the sessions that handlers know: those that are open, after their login.
  public static List<Session> of(List<EventLoop> loops) {
    List<Session> open = new ArrayList<>();
    forEach(
        loops,
        session -> {
          if (session.isKnown()) {
            open.add(session);
          }
        });
    return List.copyOf(open);
  }

  /// Passes all sessions to `consumer`, also those that log in or close.
  static void forEach(List<EventLoop> loops, Consumer<? super SessionCore> consumer) {
    for (EventLoop loop : loops) {
      for (Object receiver : loop.receivers()) {
        switch (receiver) {
          case SessionCore session -> consumer.accept(session);
          case DatagramSessionTable peers -> peers.copy().forEach(consumer);
          default -> {
            // Connections that are not sessions yet.
          }
        }
      }
    }
  }

  /// Returns the open session with this id, null if there is none.
  public static @Nullable Session find(List<EventLoop> loops, long id) {
    for (Session session : of(loops)) {
      if (session.id() == id) {
        return session;
      }
    }
    return null;
  }
}
