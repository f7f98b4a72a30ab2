package dev.parley.chat.internal.hub;

import java.util.ArrayDeque;

/// The entries of one seat that a datagram member has not seen yet. Confined to the hub's loop.
final class Flight {
  private final ArrayDeque<Sent> unseen = new ArrayDeque<>();

  /// True while entries are read from the log for the seat.
  boolean isReading;

  /// True while entries are read to be sent again.
  boolean isReadingAgain;

  private record Sent(long seq, int bytes) {}

  void add(long seq, int bytes) {
    unseen.add(new Sent(seq, bytes));
  }

  boolean isUnseen() {
    return !unseen.isEmpty();
  }

  /// All up to a place was seen.
  ///
  /// @return how many bytes that is
  int seen(long upTo) {
    int bytes = 0;
    for (Sent first = unseen.peek(); first != null && first.seq() <= upTo; first = unseen.peek()) {
      bytes += first.bytes();
      Sent _ = unseen.remove();
    }
    return bytes;
  }

  /// Returns how many bytes are unseen, of a seat that is left.
  int all() {
    return seen(Long.MAX_VALUE);
  }
}
