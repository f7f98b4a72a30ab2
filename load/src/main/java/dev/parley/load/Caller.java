package dev.parley.load;

import dev.parley.frame.Message;
import dev.parley.session.Session;
import org.jspecify.annotations.Nullable;

/// One connection that asks and checks the answers. Confined to its loop.
///
/// In a closed loop every answer lets the next request go, at once and in the same write as the
/// others of that read. In an open loop a [Schedule] does.
///
/// The clock is read once for each answer: that moment ends one request and begins the next. What
/// lies between it and the write, the rest of the batch, counts as latency.
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

  /// Begins a closed loop, unless the connection has ended.
  final void start() {
    if (!session.isOpen()) {
      return;
    }
    long now = share.now();
    for (int i = 0; i < depth; i++) {
      ask(now);
    }
  }

  /// Begins an open loop.
  final void start(Schedule due) {
    schedule = due;
  }

  /// True if the next request waits for an answer and not for the clock.
  final boolean isClosedLoop() {
    return schedule == null;
  }

  /// When the request counts as begun.
  final long begun(long number, long sentAt) {
    Schedule due = schedule;
    return due == null ? sentAt : due.due(number);
  }

  /// Sends what is due by now.
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

  /// The number of the next request.
  abstract long next();

  /// Sends the next request.
  abstract void ask(long now);

  /// Sends the next request if there is room for it.
  abstract boolean offer(long now);

  /// True if the server, and not we, keeps requests from leaving in time.
  abstract boolean isHeldUp();

  /// All that is due has left.
  abstract void caughtUp();

  /// Gives up what has taken too long.
  abstract void expire(long now);

  /// An answer, or a part of one.
  abstract void received(Message message);

  /// The connection has ended: nothing is waited for any more.
  abstract void ended();

  /// The measuring begins, anew: what is sent from now on counts.
  abstract void begin();

  /// The measuring is over: what is sent from now on does not count.
  abstract void end();

  /// What became of the requests that count.
  abstract Fate fate();

  /// What became of requests.
  ///
  /// @param waiting without an answer so far
  /// @param lost given up
  /// @param late answered after they were given up
  record Fate(long waiting, long lost, long late) {
    Fate plus(Fate other) {
      return new Fate(waiting + other.waiting, lost + other.lost, late + other.late);
    }
  }
}
