package dev.parley.frame;

import java.nio.ByteBuffer;

/// The TLS alert with which a server without a TLS engine tells its peer that only one of the two
/// speaks TLS (RFC 8446 §6.2).
///
/// ```
///   15 | 03 03 | 00 02 | 02 fatal | 0a unexpected_message
/// ```
///
/// It ends like a line, so that a client with line framing receives it at once.
public final class TlsAlert {
  /// The record type.
  static final byte TYPE = 0x15;

  private static final byte[] UNEXPECTED_MESSAGE = {TYPE, 3, 3, 0, 2, 2, 10};

  private TlsAlert() {}

  /// Returns the whole record, ready to send.
  public static ByteBuffer unexpectedMessage() {
    return ByteBuffer.wrap(UNEXPECTED_MESSAGE).asReadOnlyBuffer();
  }

  /// Returns true if such a record, with any alert, is at the position of `in`, or at least its
  /// first five bytes are.
  static boolean isAt(ByteBuffer in) {
    int start = in.position();
    return in.remaining() >= 5
        && in.get(start) == TYPE
        && in.get(start + 1) == 3
        && in.get(start + 3) == 0
        && in.get(start + 4) == 2;
  }
}
