package dev.parley.cli;

import dev.parley.Session;
import dev.parley.Traffic;
import dev.parley.limit.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// When the next message may go out with the framing `ready`: when the last one was answered.
///
/// Programs that speak `ready` read a message in pieces of a fixed size, and take digits that
/// follow it at once for a part of it; then both sides wait for ever. A reply says that the message
/// was taken. A server that gives none gets time to take it.
///
/// ```
///   digits ─▶ ready ─▶ message ─▶ a reply · nothing for the wait · nothing for SHORT, once mute ─▶ next digits
/// ```
///
/// The word `ready` is no message and nothing tells of it, so the session's counts are glanced at.
/// Confined to the thread that sends.
final class ReadyTurns {
  private static final int WORD_BYTES = 5;
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// For a server that was silent before, and after an empty message, whose reply may be nothing.
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Session session;
  private final Clock clock;
  private final long waitNanos;

  /// What had come when the last message was sent; null before the first.
  private @Nullable Traffic before;

  private boolean wasEmpty;
  private boolean isMute;

  /// @param wait how long a reply is awaited
  ReadyTurns(Session session, Clock clock, Duration wait) {
    this.session = session;
    this.clock = clock;
    this.waitNanos = wait.toNanos();
  }

  /// Blocks until the next message may go out, which must follow. Returns at once when the session
  /// has ended.
  void awaitTurn(boolean isEmpty) throws InterruptedException {
    if (before != null) {
      awaitTaken(before);
    }
    before = session.traffic();
    wasEmpty = isEmpty;
  }

  private void awaitTaken(Traffic then) throws InterruptedException {
    while (session.isOpen() && session.traffic().bytesIn() - then.bytesIn() < WORD_BYTES) {
      glance();
    }
    long until =
        clock.nanos() + (isMute || wasEmpty ? Math.min(SHORT_NANOS, waitNanos) : waitNanos);
    boolean isAnswered = false;
    while (session.isOpen() && !isAnswered && clock.nanos() - until < 0) {
      glance();
      isAnswered = session.traffic().messagesIn() > then.messagesIn();
    }
    isMute = !isAnswered && (isMute || !wasEmpty);
  }

  private void glance() throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(GLANCE_NANOS, TimeUnit.NANOSECONDS);
  }
}
