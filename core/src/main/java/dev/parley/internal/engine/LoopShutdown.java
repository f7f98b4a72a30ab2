package dev.parley.internal.engine;

import dev.parley.internal.net.EventLoop;
import dev.parley.session.CloseReason;

/// Ends all sessions of a loop. On that loop's thread.
public final class LoopShutdown {
  private LoopShutdown() {}

  /// Asks each session to finish by itself (`Handler.draining`).
  public static void drain(EventLoop loop) {
    for (Object receiver : loop.receivers()) {
      switch (receiver) {
        case StreamSession session -> session.drain();
        case DatagramSessionTable peers -> peers.drain();
        case Preludes waiting -> waiting.close();
        case UndecidedStream waiting -> waiting.close();
        default -> throw new IllegalStateException("unknown on a loop: " + receiver.getClass());
      }
    }
  }

  /// Aborts each session now.
  public static void abort(EventLoop loop) {
    for (Object receiver : loop.receivers()) {
      switch (receiver) {
        case StreamSession session -> session.abort(CloseReason.SHUTDOWN, null);
        case DatagramSessionTable peers -> peers.close();
        case Preludes waiting -> waiting.close();
        case UndecidedStream waiting -> waiting.close();
        default -> throw new IllegalStateException("unknown on a loop: " + receiver.getClass());
      }
    }
  }
}
