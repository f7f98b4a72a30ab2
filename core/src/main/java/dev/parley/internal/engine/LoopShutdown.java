package dev.parley.internal.engine;

import dev.parley.internal.net.EventLoop;
import dev.parley.session.CloseReason;

/// How all sessions of a loop are told to go. On that loop's thread.
public final class LoopShutdown {
  private LoopShutdown() {}

  /// Asks each to finish by itself (`Handler.draining`).
  public static void drain(EventLoop loop) {
    for (Object receiver : loop.receivers()) {
      switch (receiver) {
        case StreamSession session -> session.drain();
        case DatagramSessionTable peers -> peers.drain();
        case Preludes waiting -> waiting.close();
        default -> throw new IllegalStateException("unknown on a loop: " + receiver.getClass());
      }
    }
  }

  /// Cuts each now.
  public static void cut(EventLoop loop) {
    for (Object receiver : loop.receivers()) {
      switch (receiver) {
        case StreamSession session -> session.cut(CloseReason.SHUTDOWN, "");
        case DatagramSessionTable peers -> peers.close();
        case Preludes waiting -> waiting.close();
        default -> throw new IllegalStateException("unknown on a loop: " + receiver.getClass());
      }
    }
  }
}
