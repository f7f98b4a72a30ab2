package dev.parley.internal.net;

import dev.parley.limit.DatagramSize;
import java.util.Arrays;

/// Groups pending datagrams into runs that are sent as one: those to one peer and from one address
/// of ours, all of one size but the last, which may be shorter. The system can split such a run
/// into its datagrams late in its network stack, which it traverses once (`UDP_SEGMENT`, udp(7)).
/// Handles numbers only, no bytes and no socket. Confined to its loop.
///
/// ```
///   added   a4 b4 a4 b2 a4 b4 a9 a4      peer and size
///   runs    a4 a4 a4 │ b4 b2 │ b4 │ a9 a4
/// ```
///
/// A datagram joins the latest run of its peer or begins a new one, and runs are sent in the order
/// in which they were begun. So the order of one peer's datagrams is kept, but not the order
/// between peers.
final class DatagramRuns {
  /// The largest datagram in a run of several: one that fits the packets of any usual network,
  /// since the system does not split runs into datagrams larger than the path's packets. With the
  /// headers it is less than the 1,280 bytes that IPv6 requires of every network.
  static final int MAX_SEGMENT_BYTES = 1_200;

  /// The most bytes of a run: those of one IPv4 packet, 65,535, minus the headers.
  static final int MAX_RUN_BYTES = DatagramSize.MAX_BYTES;

  /// This many datagrams per run are also the most that every Linux accepts (`UDP_MAX_SEGMENTS`).
  private static final int MOST = DatagramIo.BATCH;

  private static final int NONE = -1;

  /// The size of the hash table. A power of two, at least half of it free.
  private static final int SLOTS = 2 * MOST;

  /// The most slots probed. A peer that can choose addresses can make them collide. An address that
  /// finds no free slot within this many probes is sent as runs of one datagram. The order is still
  /// kept, because slots are not freed within a batch.
  private static final int NEAR = 8;

  private final PeerAddress[] peers = new PeerAddress[MOST];
  private final int[] sizes = new int[MOST];
  private final int[] runs = new int[MOST];
  private final int[] firsts = new int[MOST];
  private final int[] lasts = new int[MOST];
  private final int[] counts = new int[MOST];
  private final int[] runBytes = new int[MOST];
  private final int[] latest = new int[SLOTS];
  private final int[] order = new int[MOST];
  private final int[] starts = new int[MOST + 1];
  private int added;
  private int count;

  DatagramRuns() {
    clear();
  }

  /// Adds a datagram; there are fewer than [DatagramIo#BATCH].
  ///
  /// @param to must not change afterwards
  /// @param mayJoin false for a run of its own
  /// @return its index, counted from 0
  int add(PeerAddress to, int size, boolean mayJoin) {
    int place = added++;
    peers[place] = to;
    sizes[place] = size;
    int slot = mayJoin ? slot(to) : NONE;
    int run = slot == NONE ? NONE : latest[slot];
    if (run == NONE || !takes(run, to, size)) {
      run = count++;
      firsts[run] = place;
      counts[run] = 0;
      runBytes[run] = 0;
      if (slot != NONE) {
        latest[slot] = run;
      }
    }
    runs[place] = run;
    lasts[run] = place;
    counts[run]++;
    runBytes[run] += size;
    return place;
  }

  /// Returns the slot for the latest run of this peer; −1 if there is no room.
  private int slot(PeerAddress to) {
    int home = to.hashCode();
    for (int i = 0; i < NEAR; i++) {
      int slot = (home + i) & (SLOTS - 1);
      int run = latest[slot];
      if (run == NONE || peers[firsts[run]].equals(to)) {
        return slot;
      }
    }
    return NONE;
  }

  private boolean takes(int run, PeerAddress to, int size) {
    int segment = segmentBytes(run);
    return size > 0
        && size <= segment
        && segment <= MAX_SEGMENT_BYTES
        && sizes[lasts[run]] == segment
        && runBytes[run] + size <= MAX_RUN_BYTES
        && peers[firsts[run]].hasSameOwn(to);
  }

  /// Sorts the datagrams into the order in which they are sent. Call it after the last [#add],
  /// before that order is used.
  void arrange() {
    int next = 0;
    for (int run = 0; run < count; run++) {
      starts[run] = next;
      next += counts[run];
    }
    starts[count] = next;
    // Each start counts up to its end, which is the next one's start, and is then reset.
    for (int place = 0; place < added; place++) {
      order[starts[runs[place]]++] = place;
    }
    for (int run = 0; run < count; run++) {
      starts[run] -= counts[run];
    }
  }

  /// Returns the index of the datagram that is sent as number `turn`, counted from 0.
  int place(int turn) {
    return order[turn];
  }

  /// Returns the number of a run's first datagram; for the number of runs, that of all datagrams.
  int start(int run) {
    return starts[run];
  }

  /// Returns the number of runs.
  int count() {
    return count;
  }

  /// Returns the number of datagrams.
  int added() {
    return added;
  }

  /// Returns the size of all datagrams of a run but its last.
  int segmentBytes(int run) {
    return sizes[firsts[run]];
  }

  /// Returns true for a run of more than one datagram, which has to be split.
  boolean isSplit(int run) {
    return counts[run] > 1;
  }

  /// Returns the receiver of the datagram with index `place`.
  PeerAddress peer(int place) {
    return peers[place];
  }

  /// Returns the size in bytes of the datagram with index `place`.
  int size(int place) {
    return sizes[place];
  }

  /// Removes all datagrams.
  void clear() {
    added = 0;
    count = 0;
    Arrays.fill(latest, NONE);
  }
}
