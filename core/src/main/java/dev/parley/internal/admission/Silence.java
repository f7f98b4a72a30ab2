package dev.parley.internal.admission;

import dev.parley.internal.net.EventLoop;
import java.util.function.Consumer;

/// Waits until a peer has been silent for a time. At most one timer of the loop is under way: when
/// the wait begins again, that timer finds that it is too early and is set anew. Confined to its
/// loop.
public final class Silence {
  private final EventLoop loop;
  private final Consumer<Silence> over;
  private boolean isAwaited;
  private boolean isTimed;
  private boolean isOver;
  private long endsAt;

  /// @param over called on the loop when a wait is over
  public Silence(EventLoop loop, Consumer<Silence> over) {
    this.loop = loop;
    this.over = over;
  }

  /// Waits for so many nanoseconds from now, at least one, in the place of an earlier wait.
  public void await(long nanos) {
    if (nanos < 1) {
      throw new IllegalArgumentException(nanos + " ns of silence are no wait");
    }
    isAwaited = true;
    endsAt = loop.now() + nanos;
    time();
  }

  /// Waits no longer.
  public void stop() {
    isAwaited = false;
  }

  /// True the first time that this is asked by what is called because the wait is over.
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
