package dev.parley.internal.admission;

import dev.parley.internal.net.EventLoop;
import java.util.function.Consumer;

/// A timer that expires when a peer has been silent for a time. It uses at most one timer of the
/// loop: when the wait is restarted, that timer finds that it is too early and is set again.
/// Confined to its loop.
public final class Silence {
  private final EventLoop loop;
  private final Consumer<Silence> over;
  private boolean isAwaited;
  private boolean isTimed;
  private boolean isOver;
  private long endsAt;

  /// @param over called on the loop when a wait has expired
  public Silence(EventLoop loop, Consumer<Silence> over) {
    this.loop = loop;
    this.over = over;
  }

  /// Waits for this many nanoseconds from now, at least one, and replaces an earlier wait.
  public void await(long nanos) {
    if (nanos < 1) {
      throw new IllegalArgumentException(nanos + " ns of silence are no wait");
    }
    isAwaited = true;
    endsAt = loop.now() + nanos;
    time();
  }

  /// Cancels the wait.
  public void stop() {
    isAwaited = false;
  }

  /// Returns true at the first call from within the `over` callback.
  public boolean takeEnd() {
    boolean isEnd = isOver;
    isOver = false;
    return isEnd;
  }

  private void time() {
    if (!isTimed) {
      isTimed = true;
      loop.schedule(endsAt, this::look);
    }
  }

  private void look() {
    isTimed = false;
    if (!isAwaited) {
      return;
    }
    if (loop.now() - endsAt < 0) {
      time();
      return;
    }
    isAwaited = false;
    isOver = true;
    over.accept(this);
    isOver = false;
  }
}
