package dev.parley.bench.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Peers that send a line without end, as fast as the server reads.
final class EndlessLines extends Peers {
  private static final int PEERS = 100;

  private final ByteBuffer letters =
      ByteBuffer.wrap("x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII));

  EndlessLines() {
    super(PEERS);
  }

  @Override
  ByteBuffer first() {
    return letters.duplicate();
  }

  @Override
  ByteBuffer next(long written) {
    return letters.duplicate();
  }
}
