package dev.parley.bench.attack;

import java.nio.channels.SocketChannel;

/// Peers that connect and leave, as fast as one core can.
final class ConnectStorm extends Peers {
  private static final int PEERS = 200;

  ConnectStorm() {
    super(PEERS);
  }

  @Override
  boolean leaves(SocketChannel channel) {
    return true;
  }
}
