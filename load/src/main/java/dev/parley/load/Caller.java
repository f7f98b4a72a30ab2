package dev.parley.load;

import dev.parley.frame.Message;
import dev.parley.session.Session;
import org.jspecify.annotations.Nullable;

/// One connection that sends requests and checks the answers. Confined to its loop.
///
/// In a closed loop every answer triggers the next request, at once and in the same write as the
/// others of that read. In an open loop a [Schedule] does.
///
/// The clock is read once per answer: that time ends one request and starts the next. The delay
/// until the write, the rest of the batch, counts as latency.
abstract sealed class Caller permits StreamCaller, DatagramCaller {
  final Session session;
  final Share share;
  final Payload payload;
  private final int depth;
  private @Nullable Schedule schedule;

  Caller(Session session, Share share, Payload payload, int depth) {
    this.session = session;
    this.share = share;
    this.payload = payload;
    this.depth = depth;
  }

  /// Starts a closed loop, unless the connection has ended.
  final void start() {
    if (!session.isOpen()) {
      return;
    }
    long now = share.now();
    for (int i = 0; i < depth; i++) {
      ask(now);
    }
  }

  /// Starts an open loop.
  final void start(Schedule due) {
    schedule = due;
  }

  /// Returns true if the next request is triggered by an answer and not by the clock.
  final boolean isClosedLoop() {
    return schedule == null;
  }

  /// Returns the start time of a request, from which its latency counts.
  final long begun(long number, long sentAt) {
    Schedule due = schedule;
    return due == null ? sentAt : due.due(number);
  }

  /// Sends the requests that are due.
  final void tick(long now) {
    if (!session.isOpen()) {
      return;
    }
    expire(now);
    Schedule due = schedule;
    if (due == null || !share.isRunning()) {
      return;
    }
    for (long at = due.due(next()); at - now <= 0; at = due.due(next())) {
      if (!offer(now)) {
        return;
      }
      share.slice().behind(isHeldUp() ? 0 : now - at);
    }
    caughtUp();
  }

  /// Returns the number of the next request.
  abstract long next();

  /// Sends the next request.
  abstract void ask(long now);

  /// Sends the next request if there is room for it; otherwise returns false.
  abstract boolean offer(long now);

  /// Returns true if the server, not this generator, delays requests.
  abstract boolean isHeldUp();

  /// Called when every request due has been sent.
  abstract void caughtUp();

  /// Gives up requests that have taken too long.
  abstract void expire(long now);

  /// Handles an answer, or a part of one.
  abstract void received(Message message);

  /// Called when the connection has ended: no more answers are expected.
  abstract void ended();

  /// Starts or restarts the measurement: requests sent from now on count.
  abstract void begin();

  /// Ends the measurement: requests sent from now on do not count.
  abstract void end();

  /// Returns the outcome of the requests that count.
  abstract Fate fate();

  /// The outcome of requests.
  ///
  /// @param waiting unanswered so far
  /// @param lost given up
  /// @param late answered after they were given up
  record Fate(long waiting, long lost, long late) {
    Fate plus(Fate other) {
      return new Fate(waiting + other.waiting, lost + other.lost, late + other.late);
    }
  }
}
