package dev.parley.load;

/// The datagrams of one connection that are in flight, and what became of the last ones before
/// them. A ring by number. Confined to its loop.
///
/// ```
///     … lost  answered │ answered  flying  answered  flying │ next
///                      oldest ────────────────────────────▶ │
/// ```
final class Window {
  /// What an answer means.
  enum Answer {
    /// Somebody waited for it.
    IN_TIME,
    /// It had been given up.
    LATE,
    /// It was there already, or never asked for.
    UNASKED
  }

  private static final byte ANSWERED = 0;
  private static final byte FLYING = 1;
  private static final byte LOST = 2;

  private final long[] sentAt;
  private final byte[] states;
  private final int mask;
  private long oldest;
  private long next;
  private int flying;

  // The datagrams that count, by number, and what became of them.
  private long countedFrom = Long.MAX_VALUE;
  private long countedTo = Long.MAX_VALUE;
  private long lost;
  private long late;

  /// @param most the datagrams that may be in flight at once, at least 1
  Window(int most) {
    int capacity = Integer.highestOneBit(Math.max(most, 512) - 1) << 2; // twice as many to remember
    this.sentAt = new long[capacity];
    this.states = new byte[capacity];
    this.mask = capacity - 1;
  }

  /// The number of the next datagram.
  long next() {
    return next;
  }

  /// True if no datagram more can be kept in mind.
  boolean isFull() {
    return next - oldest > mask >> 1;
  }

  /// The next datagram leaves.
  void sent(long now) {
    int place = (int) next++ & mask;
    sentAt[place] = now;
    states[place] = FLYING;
    flying++;
  }

  /// The oldest that is in flight, −1 if none is.
  long first() {
    skipSettled();
    return oldest < next ? oldest : -1;
  }

  private void skipSettled() {
    while (oldest < next && states[(int) oldest & mask] != FLYING) {
      oldest++;
    }
  }

  /// The whole number of which `low` are the low 32 bits: the last one before the next.
  long whole(long low) {
    return next - 1 - ((next - 1 - low) & 0xffff_ffffL);
  }

  /// The answer to a datagram has come.
  Answer answered(long number) {
    if (number < 0 || number >= next) {
      return Answer.UNASKED;
    }
    if (number < next - sentAt.length) {
      return Answer.LATE; // so long ago that it is forgotten
    }
    int place = (int) number & mask;
    byte state = states[place];
    states[place] = ANSWERED;
    if (state == LOST && isCounted(number)) {
      lost--;
      late++;
    }
    flying -= state == FLYING ? 1 : 0;
    return switch (state) {
      case FLYING -> Answer.IN_TIME;
      case LOST -> Answer.LATE;
      default -> Answer.UNASKED;
    };
  }

  /// When a datagram that is in flight, or was just now, was sent.
  long sentAt(long number) {
    return sentAt[(int) number & mask];
  }

  /// Gives up those that were sent at `deadline` or before, and says how many that were.
  int giveUp(long deadline) {
    int givenUp = 0;
    skipSettled();
    while (oldest < next && sentAt[(int) oldest & mask] - deadline <= 0) {
      states[(int) oldest & mask] = LOST;
      givenUp++;
      flying--;
      lost += isCounted(oldest) ? 1 : 0;
      skipSettled();
    }
    return givenUp;
  }

  private boolean isCounted(long number) {
    return number >= countedFrom && number < countedTo;
  }

  /// From the next datagram on it counts, anew, what becomes of them.
  void countFromHere() {
    countedFrom = next;
    countedTo = Long.MAX_VALUE;
    lost = 0;
    late = 0;
  }

  /// The next datagram and those after it do not count.
  void countToHere() {
    countedTo = next;
  }

  /// Those in flight, whether they count or not.
  int flying() {
    return flying;
  }

  /// Those that count and were given up, without the late.
  long lost() {
    return lost;
  }

  /// Those that count and whose answer came after they were given up.
  long late() {
    return late;
  }
}
