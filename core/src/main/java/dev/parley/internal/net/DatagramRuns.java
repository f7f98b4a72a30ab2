package dev.parley.internal.net;

import java.util.Arrays;

/// Which of the datagrams that wait to leave together leave as one run: those to one peer and from
/// one address of ours, all of one size but the last, which may be shorter. The system can cut such
/// a run into its datagrams far down its stack, having gone the way there once (`UDP_SEGMENT`,
/// udp(7)). Numbers alone, no bytes and no socket. Confined to its loop.
///
/// ```
///   added   a4 b4 a4 b2 a4 b4 a9 a4      peer and size
///   runs    a4 a4 a4 │ b4 b2 │ b4 │ a9 a4
/// ```
///
/// A datagram joins the latest run of its peer or begins the next, and runs leave in the order they
/// were begun in: so the order of one peer's datagrams is kept, that between peers is not.
final class DatagramRuns {
  /// The largest datagram that joins or is joined: one that fits the packets of any usual network,
  /// since the system cuts runs into nothing larger than the way takes. With the headers it is less
  /// than the 1,280 bytes that IPv6 asks of every network.
  static final int MAX_SEGMENT_BYTES = 1_200;

  /// The most bytes of a run: those of one packet of IPv4, 65,535, without the headers.
  static final int MAX_RUN_BYTES = 65_507;

  /// That many datagrams in a run are also the most that every Linux takes (`UDP_MAX_SEGMENTS`).
  private static final int MOST = DatagramIo.BATCH;

  private static final int NONE = -1;

  /// A power of two, at least half of it free.
  private static final int SLOTS = 2 * MOST;

  /// Who can choose addresses can have them meet in one slot. Those that find no slot near theirs
  /// leave one by one, as their order stays then too: slots do not become free.
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
  /// @param to stays what it is
  /// @param mayJoin false for a run of its own
  /// @return its place, counted from 0
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

  /// Where the latest run of this peer is noted, or may be; −1 if there is no room.
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

  /// Puts the datagrams into the order in which they leave. To be done before that order is asked
  /// for, and after the last [#add].
  void arrange() {
    int next = 0;
    for (int run = 0; run < count; run++) {
      starts[run] = next;
      next += counts[run];
    }
    starts[count] = next;
    // Each start counts up to its end, which is the next one's start, and is taken back from there.
    for (int place = 0; place < added; place++) {
      order[starts[runs[place]]++] = place;
    }
    for (int run = 0; run < count; run++) {
      starts[run] -= counts[run];
    }
  }

  /// The place of the datagram that leaves as number `turn`, counted from 0.
  int place(int turn) {
    return order[turn];
  }

  /// The turn of a run's first datagram; for the number of runs, that of all datagrams.
  int start(int run) {
    return starts[run];
  }

  /// How many runs there are.
  int count() {
    return count;
  }

  /// How many datagrams there are.
  int added() {
    return added;
  }

  /// The size of all datagrams of a run but its last.
  int segmentBytes(int run) {
    return sizes[firsts[run]];
  }

  /// True for a run of more than one datagram, which has to be cut.
  boolean isCut(int run) {
    return counts[run] > 1;
  }

  /// The receiver of the datagram at `place`.
  PeerAddress peer(int place) {
    return peers[place];
  }

  /// The bytes of the datagram at `place`.
  int size(int place) {
    return sizes[place];
  }

  /// Begins anew, without datagrams.
  void clear() {
    added = 0;
    count = 0;
    Arrays.fill(latest, NONE);
  }
}
