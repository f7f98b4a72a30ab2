package dev.parley.internal.engine;

import dev.parley.internal.net.EventLoop;
import dev.parley.limit.Clock;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import java.time.Duration;

/// An event loop as programs see it.
public record SessionLoop(EventLoop loop, Clock clock) implements Loop {
  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public boolean isCurrent() {
    return loop.isCurrent();
  }

  @Override
  public Session.Timer after(Duration delay, Runnable task) {
    TaskTimer timer = new TaskTimer(loop, clock.nanos() + TaskTimer.nanos(delay), task);
    if (loop.isCurrent()) {
      timer.set();
    } else {
      loop.execute(timer::set);
    }
    return timer;
  }
}
