package dev.parley.bench.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Peers that request long answers and do not read them: more than the kernel's buffers hold, less
/// than a session may queue.
final class NeverReaders extends Peers {
  private static final int PEERS = 4_000;
  private static final long ASKED = 512 << 10;

  private final ByteBuffer line =
      ByteBuffer.wrap(("x".repeat((16 << 10) - 1) + "\n").getBytes(StandardCharsets.US_ASCII));

  NeverReaders() {
    super(PEERS);
  }

  @Override
  ByteBuffer first() {
    return line.duplicate();
  }

  @Override
  @Nullable ByteBuffer next(long written) {
    return written < ASKED ? line.duplicate() : null;
  }

  @Override
  boolean reads() {
    return false;
  }
}
