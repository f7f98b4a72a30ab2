package dev.parley.services;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.problem.Problem;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The peers that are present at an [Operator]: their numbers, which one is chosen and which is
/// current. Safe for any thread: guarded by one lock, under which sessions are only queried
/// (`isOpen`, `traffic`).
final class PresentPeers {
  /// A peer and its state. The mutable fields are guarded by the lock.
  static final class Present {
    final Peer peer;
    private final long sinceNanos;

    /// The value of the message count at its last message; 0 if it has sent none.
    private long spokeAt;

    private boolean isFinished;

    /// Messages sent to it since its last one: a reset may have destroyed them.
    private int unconfirmed;

    /// All messages sent to it.
    private long sent;

    /// True once we have asked the session to close, which it does a moment later.
    private boolean isDismissed;

    private Present(Peer peer, long sinceNanos) {
      this.peer = peer;
      this.sinceNanos = sinceNanos;
    }

    /// Returns false as soon as a conversation is over, even while its session is still delivering
    /// the last messages.
    private boolean isHere() {
      return !isDismissed && peer.session().isOpen();
    }
  }

  /// The peer that a line goes to.
  ///
  /// @param peer null if there is none
  /// @param whyNobody why there is no peer; without meaning if there is one
  record Current(@Nullable Present peer, Problem whyNobody) {}

  /// The consequences of a peer's leaving.
  ///
  /// @param next the current peer from now on, null if there is none
  /// @param unconfirmed the number of messages sent to the peer since its last one
  record Departure(@Nullable Present next, int unconfirmed) {}

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final TreeMap<Integer, Present> present = new TreeMap<>();

  @GuardedBy("lock")
  private int lastNumber;

  /// The number of the chosen peer, which may have left; 0 without a choice.
  @GuardedBy("lock")
  private int chosen;

  @GuardedBy("lock")
  private long messages;

  @GuardedBy("lock")
  private boolean inputEnded;

  /// Adds a peer with the next number.
  Present arrive(Session session, long nowNanos) {
    lock.lock();
    try {
      lastNumber++;
      Present newcomer = new Present(new Peer(lastNumber, session), nowNanos);
      present.put(lastNumber, newcomer);
      return newcomer;
    } finally {
      lock.unlock();
    }
  }

  /// The peer has sent a message, so it has received ours, and the choice of a peer that has left
  /// is over.
  void spoke(Present speaker) {
    lock.lock();
    try {
      messages++;
      speaker.spokeAt = messages;
      speaker.unconfirmed = 0;
      if (byNumber(chosen) == null) {
        chosen = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /// A message is about to be sent to the peer, who may be gone before this returns. Returns how
  /// many were sent to it so far, this one included.
  long sending(Present one) {
    lock.lock();
    try {
      one.unconfirmed++;
      one.sent++;
      return one.sent;
    } finally {
      lock.unlock();
    }
  }

  /// The session did not take the message of the last [#sending].
  void refused(Present one) {
    lock.lock();
    try {
      one.unconfirmed = Math.max(0, one.unconfirmed - 1); // it may have spoken meanwhile
      one.sent--;
    } finally {
      lock.unlock();
    }
  }

  /// The peer has ended its stream; returns true if our input has ended too, so that nobody answers
  /// it.
  boolean finished(Present silent) {
    lock.lock();
    try {
      silent.isFinished = true;
      return inputEnded;
    } finally {
      lock.unlock();
    }
  }

  /// Our input has ended; returns the peers that have ended their streams before.
  List<Peer> endInput() {
    List<Peer> finished = new ArrayList<>();
    lock.lock();
    try {
      inputEnded = true;
      for (Present one : present.values()) {
        if (one.isFinished) {
          finished.add(one.peer);
        }
      }
    } finally {
      lock.unlock();
    }
    return finished;
  }

  /// Marks a conversation as over: nothing typed from now on is sent to it.
  void dismiss(Present one) {
    lock.lock();
    try {
      one.isDismissed = true;
    } finally {
      lock.unlock();
    }
  }

  /// Removes a peer whose session is closed.
  Departure leave(Present gone) {
    lock.lock();
    try {
      present.remove(gone.peer.number());
      return new Departure(current(), gone.unconfirmed);
    } finally {
      lock.unlock();
    }
  }

  /// Chooses the peer with this number; 0 ends the choice.
  void choose(int number) {
    lock.lock();
    try {
      chosen = number;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the peer that a line goes to, or why there is none.
  Current find() {
    lock.lock();
    try {
      return new Current(current(), whyNobody());
    } finally {
      lock.unlock();
    }
  }

  /// Returns the peer with this number, null if it is not here.
  @Nullable Present find(int number) {
    lock.lock();
    try {
      return byNumber(number);
    } finally {
      lock.unlock();
    }
  }

  /// Returns all peers that are here, in the order of their numbers.
  List<Present> all() {
    lock.lock();
    try {
      return everybody();
    } finally {
      lock.unlock();
    }
  }

  /// Returns one row for each peer that is here.
  List<Notice.Row> rows(long nowNanos) {
    List<Notice.Row> rows = new ArrayList<>();
    lock.lock();
    try {
      Present current = current();
      for (Present one : everybody()) {
        rows.add(
            new Notice.Row(
                one.peer,
                Duration.ofNanos(nowNanos - one.sinceNanos),
                one.peer.session().traffic(),
                one.isFinished,
                one.equals(current)));
      }
    } finally {
      lock.unlock();
    }
    return rows;
  }

  @GuardedBy("lock")
  private Problem whyNobody() {
    if (chosen != 0) {
      return Problem.of(OperatorProblem.CHOSEN_LEFT, chosen);
    }
    return Problem.of(everybody().isEmpty() ? NoticeText.NOBODY_HERE : OperatorProblem.NONE_SPOKE);
  }

  @GuardedBy("lock")
  private @Nullable Present current() {
    if (chosen != 0) {
      return byNumber(chosen);
    }
    List<Present> all = everybody();
    Present last = all.size() == 1 ? all.getFirst() : null;
    long spokeAt = 0;
    for (Present one : all) {
      if (one.spokeAt > spokeAt) {
        spokeAt = one.spokeAt;
        last = one;
      }
    }
    return last;
  }

  @GuardedBy("lock")
  private @Nullable Present byNumber(int number) {
    Present found = present.get(number);
    return found == null || !found.isHere() ? null : found;
  }

  @GuardedBy("lock")
  private List<Present> everybody() {
    List<Present> all = new ArrayList<>(present.values());
    all.removeIf(one -> !one.isHere());
    return all;
  }
}
