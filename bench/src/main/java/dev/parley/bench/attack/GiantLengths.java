package dev.parley.bench.attack;

import java.nio.ByteBuffer;

/// Peers that announce a message of 2 GiB and send its first bytes.
final class GiantLengths extends Peers {
  private static final int PEERS = 1_000;

  private final ByteBuffer announced =
      ByteBuffer.allocate(1 << 10).putInt(0, Integer.MAX_VALUE).asReadOnlyBuffer();

  GiantLengths() {
    super(PEERS);
  }

  @Override
  ByteBuffer first() {
    return announced.duplicate();
  }
}
