package dev.parley.internal.simulation;

import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// A thread of a simulated host. It runs only while the host waits for it, from one wait to the
/// next, so that never two run at a time and their order is the host's choice.
final class SimulatedThread {
  /// The simulated thread that runs; unbound on the host's own.
  static final ScopedValue<SimulatedThread> CURRENT = ScopedValue.newInstance();

  private final SimulatedHost host;
  private final Thread thread;
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore paused = new Semaphore(0);

  // Handed over with the semaphores.
  private BooleanSupplier isOver = () -> true;
  private long deadline;
  private boolean isDone;
  private boolean isAbandoned;

  /// Creates a thread that has not begun.
  SimulatedThread(SimulatedHost host, String name, Runnable body) {
    this.host = host;
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
  }

  Thread thread() {
    return thread;
  }

  boolean isDone() {
    return isDone;
  }

  /// Returns the time at which its wait ends at the latest, in nanoseconds of the simulation;
  /// [Long#MAX_VALUE] for none.
  long deadline() {
    return thread.getState() == Thread.State.NEW ? Long.MAX_VALUE : deadline;
  }

  /// Returns true if it has something to do at this time.
  boolean isReady(long now) {
    return thread.getState() != Thread.State.NEW
        && (now >= deadline || thread.isInterrupted() || isOver.getAsBoolean());
  }

  /// Lets it run until it waits again or ends. On the host's thread.
  void step() {
    turn.release();
    paused.acquireUninterruptibly();
  }

  /// Ends it: its wait throws. On the host's thread.
  void abandon() {
    isAbandoned = true;
    if (thread.getState() != Thread.State.NEW) {
      while (!isDone) {
        step();
      }
    }
  }

  private void run(Runnable body) {
    turn.acquireUninterruptibly();
    try {
      if (!isAbandoned) {
        host.call(() -> ScopedValue.where(CURRENT, this).run(body));
      }
    } catch (Over e) {
      // It was abandoned.
    } catch (Throwable e) {
      host.failed(e);
    } finally {
      isDone = true;
      paused.release();
    }
  }

  /// Waits until `isOver` or the deadline. On this thread.
  void pause(BooleanSupplier isOver, long deadline) {
    this.isOver = isOver;
    this.deadline = deadline;
    paused.release();
    turn.acquireUninterruptibly();
    if (isAbandoned) {
      throw new Over();
    }
  }

  /// The simulation has ended while a thread waited.
  private static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1;

    Over() {
      super("the simulation is over");
    }
  }
}
