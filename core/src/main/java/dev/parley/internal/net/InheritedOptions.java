package dev.parley.internal.net;

import dev.parley.internal.posix.DescriptorSearch;
import dev.parley.internal.posix.UserTimeout;
import dev.parley.limit.Clock;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/// What the connections of a listener inherit from it, and only a foreign call can set there: how
/// long data sent to a TCP peer may stay unacknowledged ([UserTimeout]).
///
/// Connections that were established before it was set there do not have it. It is set on them one
/// by one: on all that are accepted until none is waiting any more, for at most a second. Confined
/// to the thread that accepts.
final class InheritedOptions {
  private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServerSocketChannel channel;
  private final int unacknowledgedMillis;
  private final Clock clock = Clock.system();
  private long earlyUntil;
  private boolean isEarly;

  /// @param unacknowledgedMillis 0 for the system's own limit
  InheritedOptions(StreamPort port, int unacknowledgedMillis) {
    this.channel = port.channel();
    this.unacknowledgedMillis =
        port.local() instanceof InetSocketAddress ? unacknowledgedMillis : 0;
  }

  /// Returns true if [#set] takes only microseconds, as it does after [UserTimeout#prepare].
  boolean isPrepared() {
    return unacknowledgedMillis == 0 || UserTimeout.isPrepared();
  }

  /// Sets them on the listener, where that is possible.
  void set() {
    if (unacknowledgedMillis > 0) {
      isEarly = UserTimeout.set(channel, DescriptorSearch.Kind.LISTENER, unacknowledgedMillis);
      earlyUntil = isEarly ? clock.nanos() + EARLY_NANOS : 0;
    }
  }

  /// Sets them on a connection that may be older than [#set].
  void accepted(SocketChannel peer) {
    if (isEarly) {
      boolean _ = UserTimeout.set(peer, DescriptorSearch.Kind.CONNECTION, unacknowledgedMillis);
      isEarly = clock.nanos() - earlyUntil < 0;
    }
  }

  /// No connection is waiting: those that come now are younger.
  void noneIsWaiting() {
    isEarly = false;
  }
}
