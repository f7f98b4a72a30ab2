package dev.parley.bench.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Peers that begin a line and never end it.
final class SlowSenders extends Peers {
  private static final int PEERS = 4_000;

  private final ByteBuffer half = ByteBuffer.wrap("half a li".getBytes(StandardCharsets.US_ASCII));

  SlowSenders() {
    super(PEERS);
  }

  @Override
  ByteBuffer first() {
    return half.duplicate();
  }
}
