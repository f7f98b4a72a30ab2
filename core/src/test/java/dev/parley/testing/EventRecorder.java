package dev.parley.testing;

import dev.parley.session.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Records every event, and is the only thing that tests wait on. Safe for any thread.
public final class EventRecorder implements Consumer<Event> {
  private static final long PATIENCE_NANOS = Wait.TIME.toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final List<Event> events = new ArrayList<>();

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

  /// Returns the first event of this type, waiting for it at most [Wait#TIME].
  public <E extends Event> E await(Class<E> type) throws InterruptedException {
    return await(type, _ -> true);
  }

  /// Returns the first event of this type for which `matches` is true, waiting for it at most
  /// [Wait#TIME]; after that fails and prints all events.
  public <E extends Event> E await(Class<E> type, Predicate<E> matches)
      throws InterruptedException {
    return await(type, matches, 1).getFirst();
  }

  /// Returns the first `count` such events.
  public <E extends Event> List<E> await(Class<E> type, Predicate<E> matches, int count)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = PATIENCE_NANOS;
      while (true) {
        List<E> found =
            events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(matches)
                .limit(count)
                .toList();
        if (found.size() == count) {
          return found;
        }
        if (left <= 0) {
          throw new AssertionError(
              "waited for " + count + " " + type.getSimpleName() + ", saw " + events);
        }
        left = added.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Returns all events so far.
  public List<Event> all() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  /// Returns all events of this type so far.
  public <E extends Event> List<E> all(Class<E> type) {
    return all().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
