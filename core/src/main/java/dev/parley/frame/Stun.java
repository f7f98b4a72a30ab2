package dev.parley.frame;

import java.nio.ByteBuffer;

/// Messages of STUN (RFC 8489 §5), also behind a length, as over TCP (RFC 4571 §2). A web page has
/// a browser send them to any port, with words of its own in them, as a candidate or a relay of
/// WebRTC.
///
/// ```
///   [ length: 2 bytes ] | 00 or 01, type | length: 2 bytes | 21 12 a4 42 …
/// ```
///
/// Stateless.
final class Stun {
  private static final int COOKIE = 0x2112a442;
  private static final int COOKIE_AT = 4;
  private static final int PREFIX = Short.BYTES;

  private Stun() {}

  /// True if there is the beginning of one at the position, which stays, as far as its cookie.
  static boolean isAt(ByteBuffer in) {
    int start = in.position();
    return isAt(in, start) || isAt(in, start + PREFIX);
  }

  private static boolean isAt(ByteBuffer in, int start) {
    int cookie = start + COOKIE_AT;
    if (cookie + Integer.BYTES > in.limit() || (in.get(start) & 0xfe) != 0) {
      return false;
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      if (in.get(cookie + i) != (byte) (COOKIE >>> (24 - 8 * i))) {
        return false;
      }
    }
    return true;
  }
}
