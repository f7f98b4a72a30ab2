package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// Finds the end of a message that is announced as a number of characters, in bytes that come in
/// pieces: a character may be cut between two of them. Looks at each byte once.
///
/// A message of `n` characters has at least `n` bytes, and each character of more than one takes
/// from what the maximum leaves above that: a message too long is found with the first byte that
/// makes it so. Confined to one thread at a time.
final class CharCount {
  private final int maxMessage;

  /// Characters still to come, the begun one included.
  private int left;

  /// Bytes that the message may have above one for each character.
  private int spare;

  // Of the begun character: the bytes still to come, and what the next of them may be.
  private int following;
  private int least;
  private int most;

  CharCount(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  /// A message of so many characters begins, at most as many as its maximum has bytes.
  void begin(int characters) {
    left = characters;
    spare = maxMessage - characters;
    following = 0;
  }

  /// Characters still to come; 0 when the message is whole.
  int left() {
    return left;
  }

  /// Takes the bytes from the absolute index `from` on and before index `to`, up to the end of the
  /// message; returns the index behind what was taken.
  int take(ByteBuffer in, int from, int to) throws ProtocolException {
    int at = from;
    while (left > 0 && at < to) {
      boolean isPlain = following == 0 && left >= Long.BYTES && to - at >= Long.BYTES;
      if (isPlain && Utf8.isAscii(in, at)) {
        at += Long.BYTES;
        left -= Long.BYTES;
      } else {
        take(in.get(at) & 0xff);
        at++;
      }
    }
    return at;
  }

  private void take(int value) throws ProtocolException {
    if (following == 0) {
      lead(value);
    } else if (value < least || value > most) {
      throw illFormed();
    } else {
      following--;
      least = 0x80;
      most = 0xbf;
    }
    if (following == 0) {
      left--;
    }
  }

  private void lead(int value) throws ProtocolException {
    int more = Utf8.following(value);
    if (more < 0) {
      throw illFormed();
    }
    spare -= more;
    if (spare < 0) {
      throw Bound.tooLarge("message counted in characters", maxMessage, "");
    }
    following = more;
    least = Utf8.least(value);
    most = Utf8.most(value);
  }

  private static ProtocolException illFormed() {
    return Bound.malformed("message that is no UTF-8, so its characters cannot be counted", "");
  }
}
