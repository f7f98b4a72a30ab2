package dev.parley.check;

import dev.parley.internal.simulation.SimulatedHost;
import dev.parley.session.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Records the events of a server or a client, so that a test waits for them and does not sleep.
///
/// ```java
/// EventRecorder events = new EventRecorder();
/// Server server = Server.builder().listen("tcp://127.0.0.1:0").handler(mine).events(events).start();
/// …
/// assert events.await(Event.SessionClosed.class).reason() == CloseReason.FRAME_MALFORMED;
/// ```
///
/// A wait is for an event that has happened already, or will. It ends as soon as there is one, so
/// only a test that fails waits for long. In a simulation the time that passes is the simulation's.
///
/// Keeps all events as long as it lives. Safe for any thread; the waits block, so they are not for
/// a handler.
public final class EventRecorder implements Consumer<Event> {
  /// How long to wait for an event: long enough for a busy machine.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  /// Guarded by the lock.
  private final List<Event> events = new ArrayList<>();

  /// Creates a recorder that waits at most half a minute for an event.
  public EventRecorder() {
    this(PATIENCE);
  }

  /// Creates a recorder that waits at most this long for an event.
  public EventRecorder(Duration patience) {
    this.patience = Objects.requireNonNull(patience, "patience");
  }

  /// Records an event; for [dev.parley.Server.Builder#events] and
  /// [dev.parley.ClientOptions#withEvents]. Never blocks.
  @Override
  public void accept(Event event) {
    lock.lock();
    try {
      events.add(event);
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns the first event of this type, waiting for it.
  ///
  /// @throws AssertionError if there is none in time; the message has all events
  public <E extends Event> E await(Class<E> type) throws InterruptedException {
    return await(type, _ -> true);
  }

  /// Returns the first event of this type for which `matches` is true, waiting for it.
  ///
  /// @throws AssertionError if there is none in time; the message has all events
  public <E extends Event> E await(Class<E> type, Predicate<? super E> matches)
      throws InterruptedException {
    return await(type, matches, 1).getFirst();
  }

  /// Returns the first `count` events of this type for which `matches` is true, waiting for them.
  ///
  /// @throws AssertionError if there are not so many in time; the message has all events
  public <E extends Event> List<E> await(Class<E> type, Predicate<? super E> matches, int count)
      throws InterruptedException {
    long left = patience.toNanos();
    SimulatedHost simulated = SimulatedHost.current();
    if (simulated != null) {
      left = simulated.await(() -> first(type, matches, count).size() == count, left);
    }
    lock.lockInterruptibly();
    try {
      while (true) {
        List<E> found = first(type, matches, count);
        if (found.size() == count) {
          return found;
        }
        if (left <= 0) {
          throw new AssertionError(
              found.size() + " of " + count + " " + type.getSimpleName() + " came; saw " + events);
        }
        left = added.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private <E extends Event> List<E> first(Class<E> type, Predicate<? super E> matches, int count) {
    return all(type).stream().filter(matches).limit(count).toList();
  }

  /// Returns all events so far, in order.
  public List<Event> all() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  /// Returns all events of this type so far, in order.
  public <E extends Event> List<E> all(Class<E> type) {
    return all().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
