package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import java.nio.ByteBuffer;

/// Finds the end of a message whose length is given in characters, in bytes that arrive in pieces:
/// a character may be split between two of them. Looks at each byte once.
///
/// A message of `n` characters has at least `n` bytes, and each multi-byte character uses up some
/// of what the maximum leaves above that, so an oversized message is detected at the first byte
/// that makes it too long. Confined to one thread at a time.
final class CharCount {
  private final int maxMessage;

  /// Characters still to come, including the incomplete one.
  private int left;

  /// Bytes that the message may still have beyond one per character.
  private int spare;

  // For the incomplete character: the bytes still to come, and the range of the next of them.
  private int following;
  private int least;
  private int most;

  CharCount(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  /// Starts a message of `characters` characters, at most its maximum in bytes.
  void begin(int characters) {
    left = characters;
    spare = maxMessage - characters;
    following = 0;
  }

  /// Returns the number of characters still to come; 0 when the message is complete.
  int left() {
    return left;
  }

  /// Consumes the bytes from absolute index `from` (inclusive) to `to` (exclusive), up to the end
  /// of the message; returns the index after the last one consumed.
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
      throw Bound.tooLarge(null, FrameProblem.CHARACTERS_TOO_LARGE, maxMessage);
    }
    following = more;
    least = Utf8.least(value);
    most = Utf8.most(value);
  }

  private static ProtocolException illFormed() {
    return Bound.malformed(null, FrameProblem.NOT_UTF8);
  }
}
