package dev.parley.internal.engine;

import org.jspecify.annotations.Nullable;

/// A piece of a layer's work ([dev.parley.layer.LayerLogin#work]): runs on a thread that may block,
/// and then completes on its session's loop. One object for both, since there may be no memory for
/// another one by then.
final class LayerWork implements Runnable {
  private final StreamSession session;
  private final Runnable work;
  private @Nullable Throwable failure;

  /// Publishes [#failure], and what the work has written to the layer, together with the loop's
  /// queue.
  private volatile boolean isDone;

  LayerWork(StreamSession session, Runnable work) {
    this.session = session;
    this.work = work;
  }

  /// Passes the work to the pool. If the pool has no place for it, now or later, the session is
  /// notified on the loop ([StreamSession#workRefused]). Called on the loop.
  void start() {
    Runnable displaced = () -> session.loop.execute(session::workRefused);
    if (!session.config.context.workers.offer(session.sourceLevels(), this, displaced)) {
      session.workRefused();
    }
  }

  @Override
  public void run() {
    if (isDone) {
      session.workDone(failure);
      return;
    }
    try {
      work.run();
    } catch (Throwable e) {
      failure = e;
    }
    isDone = true;
    session.config.context.accidents.insist(() -> session.loop.execute(this));
  }
}
