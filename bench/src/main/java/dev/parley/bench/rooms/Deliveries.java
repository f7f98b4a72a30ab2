package dev.parley.bench.rooms;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The book of what is said in a room: each message has to reach every listener but its own
/// speaker, once. The texts of one listener are compared with what was said, of those of the others
/// the numbers. Confined to one thread.
final class Deliveries {
  /// More messages than are ever in flight; a power of two.
  private static final int RING = 1 << 13;

  /// The number of a speaker who does not listen.
  static final int NOBODY = -1;

  private final int listeners;
  private final int[] missing = new int[RING];
  private final int[] speakers = new int[RING];
  private final long[] times = new long[RING];

  // Of each listener.
  private final long[] heard;
  private final long[] own;

  private long said;
  private int incomplete;
  private int size;

  /// @param listeners how many there are; their numbers in the crowd are the first
  Deliveries(int listeners) {
    this.listeners = listeners;
    this.heard = new long[listeners];
    this.own = new long[listeners];
  }

  /// Notes that a message is about to be said.
  ///
  /// @param speaker the number of the listener who says it, or [#NOBODY]
  /// @param bytes its size, the same for all that are in flight
  /// @param nanos when it is or was to be said
  /// @return its number
  long say(int speaker, int bytes, long nanos) throws IOException {
    int place = (int) (said % RING);
    if (missing[place] > 0) {
      throw new IOException("too many messages are in flight");
    }
    size = bytes;
    speakers[place] = speaker;
    times[place] = nanos;
    missing[place] = speaker == NOBODY ? listeners : listeners - 1;
    incomplete += missing[place] > 0 ? 1 : 0;
    if (speaker != NOBODY) {
      own[speaker]++;
    }
    return said++;
  }

  /// Notes a delivery that ends at the buffer's position.
  ///
  /// @return when the message was said, or −1 if it is the speaker's own
  /// @throws IOException if it is wrong or comes twice
  long hear(Member listener, ByteBuffer bytes) throws IOException {
    int at = bytes.position() - ChatDialect.BEHIND_TEXT - size;
    long number = Texts.number(bytes, at);
    if (number >= said || number < said - RING) {
      throw new IOException("what was not said was heard");
    }
    int place = (int) (number % RING);
    if (speakers[place] == listener.number()) {
      return -1;
    }
    if (listener.number() == 0) {
      Texts.check(bytes, at, size);
    }
    heard[listener.number()]++;
    missing[place]--;
    if (missing[place] < 0) {
      throw new IOException("a message was heard twice");
    }
    incomplete -= missing[place] == 0 ? 1 : 0;
    return times[place];
  }

  /// Returns how many messages have not reached everybody.
  int incomplete() {
    return incomplete;
  }

  /// Checks that each listener has everything; call it when nothing is incomplete.
  ///
  /// @throws IOException if one has something twice, and another one not at all
  void check() throws IOException {
    for (int i = 0; i < listeners; i++) {
      if (heard[i] != said - own[i]) {
        throw new IOException("a member has not heard a message, or heard one twice");
      }
    }
  }
}
