package dev.parley.internal.buffer;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Locale;

/// The fixed number of bytes that a login waits for.
public final class LoginBytes {
  private LoginBytes() {}

  /// Moves as much of `wire` as `expected` still has room for.
  public static void fill(ByteBuffer expected, ByteBuffer wire) {
    BufferCopy.move(wire, Math.min(expected.remaining(), wire.remaining()), expected);
  }

  /// The fault of a peer that ended its stream with `expected` not yet full.
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
