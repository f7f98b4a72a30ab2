package dev.parley.load;

/// The datagrams of one connection that are in flight, and the states of the most recent ones
/// before them. A ring by number. Confined to its loop.
///
/// ```
///     … lost  answered │ answered  flying  answered  flying │ next
///                      oldest ────────────────────────────▶ │
/// ```
final class Window {
  /// What kind of answer arrived.
  enum Answer {
    /// The request was in flight.
    IN_TIME,
    /// The request had been given up.
    LATE,
    /// The request was already answered, or never sent.
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

  // The range of datagrams that count, and their outcome.
  private long countedFrom = Long.MAX_VALUE;
  private long countedTo = Long.MAX_VALUE;
  private long lost;
  private long late;

  /// @param most the maximum number of datagrams in flight, at least 1
  Window(int most) {
    int capacity = Integer.highestOneBit(Math.max(most, 512) - 1) << 2; // and as many settled
    this.sentAt = new long[capacity];
    this.states = new byte[capacity];
    this.mask = capacity - 1;
  }

  /// Returns the number of the next datagram.
  long next() {
    return next;
  }

  /// Returns true if no more datagrams can be tracked.
  boolean isFull() {
    return next - oldest > mask >> 1;
  }

  /// Records that the next datagram is sent.
  void sent(long now) {
    int place = (int) next++ & mask;
    sentAt[place] = now;
    states[place] = FLYING;
    flying++;
  }

  /// Returns the oldest datagram in flight, −1 if there is none.
  long first() {
    skipSettled();
    return oldest < next ? oldest : -1;
  }

  private void skipSettled() {
    while (oldest < next && states[(int) oldest & mask] != FLYING) {
      oldest++;
    }
  }

  /// Returns the full number whose low 32 bits are `low`: the most recent one before the next.
  long whole(long low) {
    return next - 1 - ((next - 1 - low) & 0xffff_ffffL);
  }

  /// Records the answer to a datagram.
  Answer answered(long number) {
    if (number < 0 || number >= next) {
      return Answer.UNASKED;
    }
    if (number < next - sentAt.length) {
      return Answer.LATE; // too old to be remembered
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

  /// Returns when a datagram that is, or was just, in flight was sent.
  long sentAt(long number) {
    return sentAt[(int) number & mask];
  }

  /// Gives up the datagrams sent at `deadline` or earlier, and returns their number.
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

  /// Starts or restarts counting with the next datagram.
  void countFromHere() {
    countedFrom = next;
    countedTo = Long.MAX_VALUE;
    lost = 0;
    late = 0;
  }

  /// Stops counting with the next datagram.
  void countToHere() {
    countedTo = next;
  }

  /// Returns the number in flight, whether they count or not.
  int flying() {
    return flying;
  }

  /// Returns the number that count and were given up, without the late ones.
  long lost() {
    return lost;
  }

  /// Returns the number that count and were answered after they were given up.
  long late() {
    return late;
  }
}
