package dev.parley.internal.net;

import dev.parley.limit.RingQueue;

/// The streams of one loop that have had their share and have more at hand, in the order in which
/// they go on: those of RFC 8290 §4.1 that are not sparse.
///
/// ```
///                        ┌──▶ served at once
///   ready ──▶ is sparse? ┤
///                        └──▶ put off ─▶ ▮▮▮▮▮▮▮▮▮▮ ─▶ served, as many as the turn has time for
///                                        ◀─ round ─▶
/// ```
///
/// A round is over when everybody who waited at its beginning was served. A stream is sparse as
/// long as it has used little in this round, however often it comes: a peer that asks and waits is
/// never behind those who flood, and one that says its share every turn is soon among them. While
/// nobody waits, everybody is. Confined to its loop.
final class Backlog {
  /// How many must wait for each to get less at a time.
  static final int CROWD = 16;

  /// What a sparse stream may use in a round, in visits that bring next to nothing.
  private static final int MOST_USED = 64;

  /// Work that counts as a visit more, so that one who takes the whole share of a crowd, 512
  /// messages, has used what it may.
  private static final int WORK_PER_VISIT = 8;

  private final RingQueue<Runnable> queue = new RingQueue<>();
  private int leftOfRound;
  private byte round;

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  boolean isCrowd() {
    return queue.size() >= CROWD;
  }

  void add(Runnable waiting) {
    queue.add(waiting);
  }

  /// Who is served next, of a backlog that is not empty.
  Runnable next() {
    if (leftOfRound == 0) {
      leftOfRound = queue.size();
      round++;
    }
    leftOfRound--;
    return queue.remove();
  }

  /// The number of this round. It comes again after 256 of them, and then a stream that was silent
  /// all the time is taken for one that has used something already; which matters little.
  byte round() {
    return round;
  }

  /// True if a stream may be served at once.
  ///
  /// @param round the last one in which it was
  /// @param used what it had used in that round
  boolean isSparse(byte round, byte used) {
    return round != this.round || used < MOST_USED;
  }

  /// What a stream has used in this round after a visit more.
  ///
  /// @param round the last one in which it was served
  /// @param used what it had used in that round
  /// @param work what it was given now
  byte used(byte round, byte used, int work) {
    int before = round == this.round ? used : 0;
    return (byte) Math.min(before + 1 + work / WORK_PER_VISIT, MOST_USED);
  }
}
