package dev.parley.internal.buffer;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Locale;

/// The fixed-length input that a login waits for.
public final class LoginBytes {
  private LoginBytes() {}

  /// Moves bytes from `wire` until `expected` is full.
  public static void fill(ByteBuffer expected, ByteBuffer wire) {
    BufferCopy.move(wire, Math.min(expected.remaining(), wire.remaining()), expected);
  }

  /// Returns the fault of a peer that ended its stream before `expected` was full.
  public static ProtocolException ended(String what, ByteBuffer expected) {
    return new ProtocolException(
        ProtocolException.Fault.LOGIN,
        String.format(
            Locale.ROOT,
            "the stream ended after %d of %d bytes of %s",
            expected.position(),
            expected.capacity(),
            what));
  }
}
