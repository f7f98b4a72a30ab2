package dev.parley.bench.peer;

import java.nio.ByteBuffer;

/// Upper case for ASCII, eight bytes at a time: the same arithmetic for every contender, so that
/// only the servers differ. Bytes that are not ASCII letters are unchanged.
final class Ascii {
  private Ascii() {}

  /// With the top bit of each byte masked, no sum carries into its neighbour; a byte from `a` on
  /// reaches the top bit when 0x80 − `a` is added, one beyond `z` when 0x7f − `z` is.
  static long upper(long word) {
    long low = word & 0x7f7f7f7f7f7f7f7fL;
    long fromA = low + 0x1f1f1f1f1f1f1f1fL;
    long beyondZ = low + 0x0505050505050505L;
    long letters = fromA & ~beyondZ & ~word & 0x8080808080808080L;
    return word ^ (letters >>> 2);
  }

  static byte upper(byte b) {
    return b >= 'a' && b <= 'z' ? (byte) (b - ('a' - 'A')) : b;
  }

  /// Maps the bytes of `buffer` from `start` to before `end`, in place.
  static void upper(ByteBuffer buffer, int start, int end) {
    int i = start;
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      buffer.putLong(i, upper(buffer.getLong(i)));
    }
    for (; i < end; i++) {
      buffer.put(i, upper(buffer.get(i)));
    }
  }
}
