package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// Size checks against `maxMessage`, in one place so that all framings use the same messages.
final class Bound {
  private Bound() {}

  /// Returns `bytes` if it is a valid maximum of a framing.
  static int maximum(int bytes) {
    if (bytes < 1 || bytes > Framing.LARGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "maxMessage " + bytes + " is not from 1 to " + Framing.LARGEST_MESSAGE + " bytes");
    }
    return bytes;
  }

  /// Rejects an outgoing message that the same framing would reject when received.
  static void outgoing(int length, int maxMessage) {
    if (length < 0 || length > maxMessage) {
      throw new IllegalArgumentException(
          "message of " + length + " bytes exceeds maxMessage " + maxMessage + " bytes");
    }
  }

  /// Returns the fault for a message over the limit; `what` names it and its size.
  static ProtocolException tooLarge(String what, int maxMessage, String looks) {
    return new ProtocolException(
        ProtocolException.Fault.TOO_LARGE,
        what + " exceeds maxMessage " + maxMessage + " bytes" + looks);
  }

  /// Returns the fault for a stream that ended inside a frame, whose bytes so far are those of
  /// `in`.
  static ProtocolException truncated(ByteBuffer in, String looks) {
    return new ProtocolException(
        ProtocolException.Fault.TRUNCATED,
        "the stream ended inside a frame, " + in.remaining() + " bytes after its start" + looks);
  }

  /// Returns the fault for bytes that the framing does not allow.
  static ProtocolException malformed(String what, String looks) {
    return new ProtocolException(ProtocolException.Fault.MALFORMED, what + looks);
  }
}
