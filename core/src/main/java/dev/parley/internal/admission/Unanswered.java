package dev.parley.internal.admission;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The latest datagrams that a client has sent to a server of several addresses that has not
/// answered yet, oldest first. If nobody listens where it was called, they are sent again to the
/// next address, each to each address at most once. Confined to its loop.
///
/// Bounded in number, bytes and time: a refusal comes within a round trip, and what was not refused
/// until then has been heard.
public final class Unanswered {
  static final int MOST = 64;
  static final int MOST_BYTES = 1 << 16;
  static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ArrayDeque<Sent> latest = new ArrayDeque<>();
  private int bytes;

  /// @param moves to how many addresses more it was sent after the first
  private record Sent(ByteBuffer datagram, int moves, long at) {}

  /// Keeps a copy of what is sent: the bytes from the position of `datagram` to its limit.
  public void add(ByteBuffer datagram, long nowNanos) {
    ByteBuffer copy = ByteBuffer.allocate(datagram.remaining()).put(datagram.duplicate()).flip();
    latest.add(new Sent(copy, 0, nowNanos));
    bytes += copy.capacity();
    while (latest.size() > MOST || bytes > MOST_BYTES) {
      drop();
    }
  }

  private void drop() {
    bytes -= latest.remove().datagram.capacity();
  }

  /// Sends them to another address of the server.
  ///
  /// @param others how many addresses it has besides
  /// @return false if one was refused at all of them; it is forgotten
  public boolean sendAgain(int others, long nowNanos, Consumer<ByteBuffer> way) {
    boolean isLost = false;
    for (int i = latest.size(); i > 0; i--) {
      Sent sent = latest.element();
      drop();
      if (sent.moves == others) {
        isLost = true;
      } else if (nowNanos - sent.at < KEPT_NANOS) {
        latest.add(new Sent(sent.datagram, sent.moves + 1, sent.at));
        bytes += sent.datagram.capacity();
        way.accept(sent.datagram.duplicate());
      }
    }
    return !isLost;
  }
}
