package dev.parley.chat.internal.hub;

import dev.parley.session.Loop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Brings the replies of logs to the hub's loop: those of its own thread at once, those of others
/// in their order, all that have come by then in one task. Safe for any thread.
final class ReplyQueue {
  private final Loop loop;
  private final ConcurrentLinkedQueue<LogReply<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isScheduled = new AtomicBoolean();

  ReplyQueue(Loop loop) {
    this.loop = loop;
  }

  void add(LogReply<?> reply) {
    if (loop.isCurrent() && waiting.isEmpty()) {
      reply.run();
      return;
    }
    waiting.add(reply);
    if (isScheduled.compareAndSet(false, true)) {
      loop.execute(this::drain);
    }
  }

  private void drain() {
    isScheduled.set(false);
    LogReply<?> next = waiting.peek();
    while (next != null) {
      next.run();
      LogReply<?> _ = waiting.poll(); // only now: a reply that comes meanwhile must wait behind it
      next = waiting.peek();
    }
  }
}
