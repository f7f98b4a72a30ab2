package dev.parley;

import dev.parley.net.Loop;

/// How all sessions of a loop are told to go. On that loop's thread.
final class Farewell {
  private Farewell() {}

  /// Asks each to finish by itself (`Handler.draining`).
  static void drain(Loop loop) {
    for (Object receiver : loop.receivers()) {
      switch (receiver) {
        case StreamSession session -> session.drain();
        case DatagramPeers peers -> peers.drain();
        case Preludes waiting -> waiting.close();
        default -> throw new IllegalStateException("unknown on a loop: " + receiver.getClass());
      }
    }
  }

  /// Cuts each now.
  static void cut(Loop loop) {
    for (Object receiver : loop.receivers()) {
      switch (receiver) {
        case StreamSession session -> session.cut(CloseReason.SHUTDOWN, "");
        case DatagramPeers peers -> peers.close();
        case Preludes waiting -> waiting.close();
        default -> throw new IllegalStateException("unknown on a loop: " + receiver.getClass());
      }
    }
  }
}
