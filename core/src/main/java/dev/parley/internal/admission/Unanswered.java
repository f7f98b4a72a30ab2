package dev.parley.internal.admission;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The latest datagrams that a client has sent to a server with several addresses that has not
/// answered yet, oldest first. If nobody listens at the address called, they are sent again to the
/// next one, each at most once per address. Confined to its loop.
///
/// Bounded in number, bytes and time: an ICMP refusal arrives within a round trip, and what was not
/// refused until then has been received.
public final class Unanswered {
  static final int MOST = 64;
  static final int MAX_BYTES = 1 << 16;
  static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ArrayDeque<Sent> latest = new ArrayDeque<>();
  private int bytes;

  /// @param moves the number of further addresses that it was sent to
  private record Sent(ByteBuffer datagram, int moves, long at) {}

  /// Stores a copy of a sent datagram: the bytes from the position of `datagram` to its limit.
  public void add(ByteBuffer datagram, long nowNanos) {
    ByteBuffer copy = ByteBuffer.allocate(datagram.remaining()).put(datagram.duplicate()).flip();
    latest.add(new Sent(copy, 0, nowNanos));
    bytes += copy.capacity();
    while (latest.size() > MOST || bytes > MAX_BYTES) {
      drop();
    }
  }

  private void drop() {
    bytes -= latest.remove().datagram.capacity();
  }

  /// Sends the datagrams to another address of the server.
  ///
  /// @param others the number of its other addresses
  /// @return false if one was refused at all of them; that one is dropped
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
