package dev.parley.chat.internal.server;

import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.protocol.Request;
import java.util.concurrent.TimeUnit;

/// How much a peer may send: a burst, then a rate. What members are told of counts whole, what only
/// they see counts less. Pure; confined to its session's loop.
final class FloodGate {
  private static final int WHOLE = 10;
  private static final int READING = 2;
  private static final int LITTLE = 1;

  private final int burst;
  private final int perSecond;

  /// In tenths of a message; negative if more was sent than may be.
  private double left;

  private long atNanos;

  FloodGate(ChatLimits limits, long nowNanos) {
    this.burst = limits.burst() * WHOLE;
    this.perSecond = limits.messagesPerSecond() * WHOLE;
    this.left = burst;
    this.atNanos = nowNanos;
  }

  /// @param isDatagram true if members have to say what they have seen
  static int cost(Request request, boolean isDatagram) {
    return switch (request) {
      case Request.Send _, Request.Edit _, Request.Delete _, Request.Command _, Request.Search _ ->
          WHOLE;
      case Request.Hello hello -> READING * Math.max(hello.rooms().size(), 1);
      case Request.Join _, Request.Leave _, Request.History _, Request.Ping _ -> READING;
      case Request.Seen seen -> isDatagram && seen.missing().isEmpty() ? 0 : LITTLE;
      case Request.Part part ->
          part.part() == 1 ? WHOLE : LITTLE; // each request has one first part
      case Request.Read _, Request.Typing _, Request.Pong _, Request.Quit _ -> LITTLE;
    };
  }

  static int ofLine() {
    return WHOLE;
  }

  /// Returns true if something may be taken.
  boolean isOpen(long nowNanos) {
    return take(0, nowNanos) == 0;
  }

  /// Takes what a message costs.
  ///
  /// @return how many nanoseconds to wait before the next; 0 for none
  long take(int cost, long nowNanos) {
    if (perSecond == 0) {
      return 0;
    }
    left =
        Math.min(
            burst, left + (nowNanos - atNanos) * (double) perSecond / TimeUnit.SECONDS.toNanos(1));
    atNanos = nowNanos;
    left -= cost;
    return left >= 0 ? 0 : (long) (-left / perSecond * TimeUnit.SECONDS.toNanos(1)) + 1;
  }
}
