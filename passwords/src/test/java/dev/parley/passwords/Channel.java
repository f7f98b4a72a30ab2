package dev.parley.passwords;

import dev.parley.secure.TlsChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A fake TLS connection below a login.
record Channel(int bindingByte, boolean hasBinding, boolean isPeerVerified) implements TlsChannel {
  /// Both ends of one connection; the server is not verified.
  static final Channel HERE = new Channel(1, true, false);

  /// An end of another connection.
  static final Channel ELSEWHERE = new Channel(2, true, false);

  static final Channel VERIFIED = new Channel(1, true, true);

  static final Channel WITHOUT_BINDING = new Channel(0, false, true);

  @Override
  public byte @Nullable [] binding() {
    if (!hasBinding) {
      return null;
    }
    byte[] binding = new byte[32];
    Arrays.fill(binding, (byte) bindingByte);
    return binding;
  }
}
