package dev.parley.bench.attack;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Peers that begin a message and reset the connection, as fast as one core can.
final class ResetStorm extends Peers {
  private static final int PEERS = 200;

  private final ByteBuffer half = ByteBuffer.wrap("half a li".getBytes(StandardCharsets.US_ASCII));

  ResetStorm() {
    super(PEERS);
  }

  @Override
  boolean leaves(SocketChannel channel) throws IOException {
    int _ = channel.write(half.duplicate());
    // Makes close send a reset (socket(7), SO_LINGER).
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    return true;
  }
}
