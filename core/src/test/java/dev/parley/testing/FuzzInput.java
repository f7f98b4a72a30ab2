package dev.parley.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A fuzzer's input, consumed from front to end as choices, bytes and edits. Missing bytes read as
/// 0, so that every input is meaningful. Deterministic.
public final class FuzzInput {
  private static final int MAX_EDITS = 8;
  private static final int MAX_EDITED = 1 << 16;

  private final byte[] bytes;
  private int next;

  /// Reads from `bytes`, which must not change meanwhile.
  public FuzzInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Returns a number from 0 to `count` − 1; consumes a byte. `count` is at most 256.
  public int choice(int count) {
    return next < bytes.length ? (bytes[next++] & 0xff) % count : 0;
  }

  /// Returns a number from 0 to `most`; consumes two bytes. `most` is less than 65536.
  public int number(int most) {
    return (choice(256) << 8 | choice(256)) % (most + 1);
  }

  /// Returns the next `count` bytes, or as many as are left.
  public byte[] take(int count) {
    byte[] taken = Arrays.copyOfRange(bytes, next, Math.min(bytes.length, next + count));
    next += taken.length;
    return taken;
  }

  /// Returns all remaining bytes.
  public byte[] rest() {
    return take(bytes.length - next);
  }

  /// Returns true if nothing is left.
  public boolean isEmpty() {
    return next == bytes.length;
  }

  /// Returns sizes of reads for [#cut]: up to 7 bytes, preceded by their number.
  public byte[] readSizes() {
    return take(choice(8));
  }

  /// Splits `wire` into reads: pieces of these sizes plus 1, repeated; a single piece if there are
  /// no sizes. An empty `wire` has no pieces.
  public static List<byte[]> cut(byte[] sizes, byte[] wire) {
    List<byte[]> pieces = new ArrayList<>();
    int at = 0;
    while (at < wire.length) {
      int size = sizes.length == 0 ? wire.length : 1 + (sizes[pieces.size() % sizes.length] & 0xff);
      int end = Math.min(wire.length, at + size);
      pieces.add(Arrays.copyOfRange(wire, at, end));
      at = end;
    }
    return pieces;
  }

  /// Returns `genuine` with up to 8 modifications, like those of a man in the middle: a bit
  /// flipped, a byte set, a range removed, inserted, repeated or swapped with another, the end cut
  /// off. Often unchanged.
  public byte[] edited(byte[] genuine) {
    byte[] edited = genuine;
    for (int i = 0; i < MAX_EDITS && !isEmpty(); i++) {
      int kind = choice(8);
      if (kind == 0) {
        break;
      }
      edited = edit(kind, edited);
    }
    return edited;
  }

  private byte[] edit(int kind, byte[] before) {
    int at = number(before.length);
    byte[] head = Arrays.copyOf(before, at);
    byte[] tail = Arrays.copyOfRange(before, at, before.length);
    return switch (kind) {
      case 1 -> {
        if (tail.length > 0) {
          tail[0] ^= (byte) (1 << choice(8));
        }
        yield joined(head, tail);
      }
      case 2 -> {
        if (tail.length > 0) {
          tail[0] = (byte) choice(256);
        }
        yield joined(head, tail);
      }
      case 3 -> {
        int length = number(tail.length);
        yield joined(head, Arrays.copyOfRange(tail, length, tail.length));
      }
      case 4 -> joined(head, take(choice(64)), tail);
      case 5 -> {
        byte[] again = Arrays.copyOf(tail, number(tail.length));
        yield joined(head, again, tail);
      }
      case 6 -> {
        int first = number(tail.length);
        int second = number(tail.length - first);
        yield joined(
            head,
            Arrays.copyOfRange(tail, first, first + second),
            Arrays.copyOf(tail, first),
            Arrays.copyOfRange(tail, first + second, tail.length));
      }
      default -> head;
    };
  }

  private static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    if (length > MAX_EDITED) {
      return parts[0];
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
