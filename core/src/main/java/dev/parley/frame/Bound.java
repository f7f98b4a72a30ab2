package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// The one place that checks sizes against `maxMessage`, so that all framings refuse in the same
/// words.
final class Bound {
  private Bound() {}

  /// `bytes` if a framing can have it as its maximum.
  static int maximum(int bytes) {
    if (bytes < 1 || bytes > Framing.LARGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "maxMessage " + bytes + " is not from 1 to " + Framing.LARGEST_MESSAGE + " bytes");
    }
    return bytes;
  }

  /// Refuses to send a message that the same framing would refuse to receive.
  static void outgoing(int length, int maxMessage) {
    if (length < 0 || length > maxMessage) {
      throw new IllegalArgumentException(
          "message of " + length + " bytes exceeds maxMessage " + maxMessage + " bytes");
    }
  }

  /// A message that would come out longer than the limit; `what` names it and its size.
  static ProtocolException tooLarge(String what, int maxMessage, String looks) {
    return new ProtocolException(
        ProtocolException.Fault.TOO_LARGE,
        what + " exceeds maxMessage " + maxMessage + " bytes" + looks);
  }

  /// The end of a stream inside a frame, whose bytes so far are those of `in`.
  static ProtocolException truncated(ByteBuffer in, String looks) {
    return new ProtocolException(
        ProtocolException.Fault.TRUNCATED,
        "the stream ended inside a frame, " + in.remaining() + " bytes after its start" + looks);
  }

  /// Bytes that the framing does not allow.
  static ProtocolException malformed(String what, String looks) {
    return new ProtocolException(ProtocolException.Fault.MALFORMED, what + looks);
  }
}
