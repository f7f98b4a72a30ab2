package dev.parley.internal.engine;

import dev.parley.internal.net.EventLoop;
import dev.parley.session.CloseReason;
import dev.parley.session.SessionTotals;
import dev.parley.session.Traffic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The totals of all sessions of a server or connector. Each session counts for itself, without
/// atomics; those that have ended are added here. Safe for any thread.
final class TotalCounts {
  private final ReentrantLock lock = new ReentrantLock();

  // Written and read under the lock.
  private final Map<CloseReason, Long> ended = new EnumMap<>(CloseReason.class);
  private Traffic traffic = new Traffic(0, 0, 0, 0);
  private long droppedDatagrams;

  /// Adds a session whose end is being counted.
  ///
  /// @param mark marks the session as counted, under the lock, so that no total has it twice
  void ended(CloseReason reason, Traffic last, Runnable mark) {
    lock.lock();
    try {
      Traffic sum = traffic.plus(last);
      ended.merge(reason, 1L, Long::sum); // the last step that needs memory
      traffic = sum;
      mark.run();
    } finally {
      lock.unlock();
    }
  }

  /// Counts datagrams that the system has dropped.
  void dropped(long count) {
    lock.lock();
    try {
      droppedDatagrams += count;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the totals at this moment. Takes time in the number of sessions.
  SessionTotals now(List<EventLoop> loops) {
    // First, so that a session that ends meanwhile is here, or counted, or both.
    List<SessionCore> sessions = new ArrayList<>();
    OpenSessions.forEach(loops, sessions::add);
    lock.lock();
    try {
      Traffic sum = traffic;
      int loggingIn = 0;
      int open = 0;
      int closing = 0;
      for (SessionCore session : sessions) {
        if (session.isCounted()) {
          continue;
        }
        sum = sum.plus(session.traffic());
        if (session.isKnown()) {
          open++;
        } else if (session.isOpen()) {
          loggingIn++;
        } else {
          closing++;
        }
      }
      return new SessionTotals(sum, loggingIn, open, closing, ended, droppedDatagrams);
    } finally {
      lock.unlock();
    }
  }
}
