package dev.parley.frame;

import java.nio.ByteBuffer;

/// The alert of TLS with which a server that has no engine of TLS at hand tells its peer that one
/// of the two talks TLS and the other does not (RFC 8446 §6.2).
///
/// ```
///   15 | 03 03 | 00 02 | 02 fatal | 0a unexpected_message
/// ```
///
/// It ends as a line does, so that a client of lines has it at once.
public final class TlsAlert {
  /// The type of its record.
  static final byte TYPE = 0x15;

  private static final byte[] UNEXPECTED_MESSAGE = {TYPE, 3, 3, 0, 2, 2, 10};

  private TlsAlert() {}

  /// The whole record, to be sent as it is.
  public static ByteBuffer unexpectedMessage() {
    return ByteBuffer.wrap(UNEXPECTED_MESSAGE).asReadOnlyBuffer();
  }

  /// True if such a record, whatever its alert, stands at the position of `in`, or as much of it as
  /// is there, at least five bytes.
  static boolean isAt(ByteBuffer in) {
    int start = in.position();
    return in.remaining() >= 5
        && in.get(start) == TYPE
        && in.get(start + 1) == 3
        && in.get(start + 3) == 0
        && in.get(start + 4) == 2;
  }
}
