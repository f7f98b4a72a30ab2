package dev.parley.bench;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Connections that live for one message each: wave after wave connects, has one message answered
/// and leaves. A message counted is a connection's whole life, from its arrival to the server's
/// close.
final class Visits implements Demand {
  private final int port;
  private final int size;
  private int waves;

  /// @param size bytes of the message
  Visits(int port, int size) {
    this.port = port;
    this.size = size;
  }

  @Override
  public Served turn(Duration length) throws Unavailable {
    long begun = Clock.system().nanos();
    long visitors = 0;
    long now;
    do {
      try {
        Wave.ofVisitors(port, waves++, size);
      } catch (IOException | UncheckedIOException e) {
        throw new Unavailable(String.valueOf(e.getMessage()));
      }
      visitors += Wave.SIZE;
      now = Clock.system().nanos();
    } while (now - begun < length.toNanos());
    return new Served(visitors, (now - begun) / 1e9);
  }

  @Override
  public void close() {}
}
