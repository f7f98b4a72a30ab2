package dev.parley.bench.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Peers that send the same short line over and over, as fast as the server reads.
final class TinyMessages extends Peers {
  private final ByteBuffer lines;

  /// Creates `peers` peers, each with this line, which includes its LF.
  TinyMessages(int peers, String line) {
    super(peers);
    lines =
        ByteBuffer.wrap(line.repeat((1 << 15) / line.length()).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  ByteBuffer first() {
    return lines.duplicate();
  }

  @Override
  ByteBuffer next(long written) {
    count(1);
    return lines.duplicate();
  }
}
