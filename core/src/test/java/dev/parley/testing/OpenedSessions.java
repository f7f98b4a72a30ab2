package dev.parley.testing;

import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The sessions that a handler under test has opened, in their order, for the test's own thread.
/// Safe for any thread.
public final class OpenedSessions {
  private final LinkedBlockingQueue<Session> sessions = new LinkedBlockingQueue<>();

  /// Takes a session; to be called by the handler.
  public void add(Session session) {
    sessions.add(session);
  }

  /// Waits for the next session.
  public Session next() throws InterruptedException {
    Session session = sessions.poll(Wait.SECONDS, TimeUnit.SECONDS);
    if (session == null) {
      throw new AssertionError("no session was opened");
    }
    return session;
  }

  /// Waits until two turns of the session's loop have ended, with all that was due in them. The
  /// session must be open.
  public static void awaitTurns(Session session) throws Exception {
    for (int i = 0; i < 2; i++) {
      CompletableFuture<Boolean> turn = new CompletableFuture<>();
      session.execute(() -> session.after(Duration.ZERO, () -> turn.complete(true)));
      turn.get(Wait.SECONDS, TimeUnit.SECONDS);
    }
  }
}
