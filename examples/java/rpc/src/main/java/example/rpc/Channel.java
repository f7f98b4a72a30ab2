package example.rpc;

import dev.parley.StandingCall;
import dev.parley.session.CloseReason;
import dev.parley.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// One connection with a server, made again whenever it has ended. Any number of calls wait for
/// their answers at the same time. Any thread; never blocks.
///
/// Each call has exactly one outcome: its answer, or a failure because the server says so, time is
/// over, or the connection is gone.
final class Channel implements AutoCloseable {
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();

  private volatile Session session;
  private volatile StandingCall standing;

  Channel() {}

  /// Completes when there is a connection.
  CompletableFuture<Session> connected() {
    return standing.connected();
  }

  /// Calls a method.
  ///
  /// @return completes with the result, or with an [IOException] or a [TimeoutException], on the
  ///   loop of the connection: what depends on it must not block
  CompletableFuture<String> call(String method, String argument, Duration timeout) {
    Session now = session;
    if (now == null) {
      return CompletableFuture.failedFuture(new IOException("there is no connection"));
    }
    Request request = new Request(ids.incrementAndGet(), method, argument);
    CompletableFuture<String> result = new CompletableFuture<>();
    waiting.put(request.id(), result);
    Session.Timer timer =
        now.after(
            timeout,
            () -> result.completeExceptionally(new TimeoutException("no answer in " + timeout)));
    if (!now.offer(request.message())) {
      result.completeExceptionally(new IOException("the connection is full, or gone"));
    }
    return result.whenComplete((_, _) -> {
      timer.cancel();
      waiting.remove(request.id());
    });
  }

  // For the client, on the loop of the connection.

  void opened(Session session) {
    this.session = session;
  }

  /// An answer that comes too late finds nobody, and is dropped.
  void received(Response response) {
    CompletableFuture<String> result = waiting.get(response.id());
    if (result == null) {
      return;
    }
    if (response.isOk()) {
      result.complete(response.result());
    } else {
      result.completeExceptionally(new IOException("the server says: " + response.result()));
    }
  }

  void closed(CloseReason reason) {
    session = null;
    IOException gone = new IOException("the connection has ended: " + reason);
    waiting.values().forEach(result -> result.completeExceptionally(gone));
  }

  // Its life.

  void standing(StandingCall standing) {
    this.standing = standing;
  }

  @Override
  public void close() {
    StandingCall standing = this.standing;
    if (standing != null) {
      standing.close();
    }
  }
}
