package dev.parley.bench.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Peers that send the same short line over and over, as many as the server takes.
final class TinyMessages extends Peers {
  private final ByteBuffer lines;

  /// So many peers, each with this line, its LF included.
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
