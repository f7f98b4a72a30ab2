package dev.parley.frame;

import java.nio.ByteBuffer;

/// Detects STUN messages (RFC 8489 §5), also with a length prefix, as over TCP (RFC 4571 §2). A web
/// page can make a browser send them to any port, with text of its own in them, as a WebRTC
/// candidate or relay.
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

  /// Returns true if a STUN message, at least up to its cookie, is at the position, which does not
  /// move.
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
