package dev.parley.internal.engine;

import dev.parley.internal.net.Loop;
import dev.parley.session.CloseReason;

/// How all sessions of a loop are told to go. On that loop's thread.
public final class Farewell {
  private Farewell() {}

  /// Asks each to finish by itself (`Handler.draining`).
  public static void drain(Loop loop) {
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
  public static void cut(Loop loop) {
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
