package dev.parley.internal.net;

import dev.parley.limit.RingQueue;

/// The queue of a loop's streams that have used up their share and have more to do, in the order in
/// which they continue: the queues of RFC 8290 §4.1 that are not sparse.
///
/// ```
///                        ┌──▶ served at once
///   ready ──▶ is sparse? ┤
///                        └──▶ deferred ─▶ ▮▮▮▮▮▮▮▮▮▮ ─▶ served, as many as the turn has time for
///                                         ◀─ round ─▶
/// ```
///
/// A round is over when everything that was queued at its beginning was served. A stream is sparse
/// as long as it has used little in this round, however often it is ready: a peer that sends a
/// request and waits is never behind those that flood, and one that uses its share every turn soon
/// joins them. While the queue is empty, every stream is sparse. Confined to its loop.
final class Backlog {
  /// The queue length from which on each stream gets less at a time.
  static final int CROWD = 16;

  /// The most that a sparse stream may use in a round, counted in visits that read next to nothing.
  private static final int MAX_USED = 64;

  /// The amount of work that counts as one more visit: a stream that uses the whole share of a
  /// crowd, 512 messages, has used its maximum.
  private static final int WORK_PER_VISIT = 8;

  private final RingQueue<Runnable> queue = new RingQueue<>();
  private int leftOfRound;
  private byte round;

  /// Returns true if nothing is waiting.
  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// Returns the number of waiting tasks.
  int size() {
    return queue.size();
  }

  /// Returns true if so many are waiting that each should get less at a time.
  boolean isCrowd() {
    return queue.size() >= CROWD;
  }

  /// Appends a task.
  void add(Runnable waiting) {
    queue.add(waiting);
  }

  /// Removes the next task. The backlog must not be empty.
  Runnable next() {
    if (leftOfRound == 0) {
      leftOfRound = queue.size();
      round++;
    }
    leftOfRound--;
    return queue.remove();
  }

  /// Returns the number of this round. It wraps after 256 rounds, and then a stream that was silent
  /// all the time is mistaken for one that has used something; that matters little.
  byte round() {
    return round;
  }

  /// Returns true if a stream may be served at once.
  ///
  /// @param round the last round in which it was served
  /// @param used what it had used in that round
  boolean isSparse(byte round, byte used) {
    return round != this.round || used < MAX_USED;
  }

  /// Returns what a stream has used in this round after one more visit.
  ///
  /// @param round the last round in which it was served
  /// @param used what it had used in that round
  /// @param work the work done in this visit
  byte used(byte round, byte used, int work) {
    int before = round == this.round ? used : 0;
    return (byte) Math.min(before + 1 + work / WORK_PER_VISIT, MAX_USED);
  }
}
