package dev.parley.internal.net;

import dev.parley.internal.posix.DescriptorSearch;
import dev.parley.internal.posix.ListenerOptions;
import dev.parley.internal.posix.UserTimeout;
import dev.parley.limit.Clock;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/// What the TCP connections of a listener inherit from it, and only foreign calls can set there:
/// how long sent data may stay unacknowledged ([UserTimeout]), and what each connection would have
/// to be given by two system calls otherwise ([ListenerOptions]).
///
/// Connections that were established before do not have it, and get it one by one: all that are
/// accepted until none is waiting any more, or so many were accepted that those that were waiting
/// are among them (they are accepted in order). Confined to the thread that accepts.
final class InheritedOptions {
  /// One that is just being established may not be waiting yet.
  private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ServerSocketChannel channel;
  private final AcceptedOptions wanted;
  private final int unacknowledgedMillis;
  private final Clock clock;
  private long setAt;

  /// How many of the next connections may have waited when the options were set.
  private int olderLeft;

  private boolean isEarly;
  private boolean isAllInherited;

  /// Sets nothing yet. Nothing is set for connections whose unacknowledged data has no limit of
  /// ours, nor for other than TCP ones.
  InheritedOptions(StreamPort port, AcceptedOptions wanted, Clock clock) {
    this.clock = clock;
    this.olderLeft = port.backlog() + 1; // Linux has one more wait than it was told
    this.channel = port.channel();
    this.wanted = wanted;
    this.unacknowledgedMillis =
        port.local() instanceof InetSocketAddress ? wanted.unacknowledgedMillis() : 0;
  }

  /// Returns true if [#set] takes only microseconds, as it does after [UserTimeout#prepare].
  boolean isPrepared() {
    return unacknowledgedMillis == 0 || UserTimeout.isPrepared();
  }

  /// Sets them on the listener, where that is possible.
  void set() {
    if (unacknowledgedMillis > 0) {
      isEarly = UserTimeout.set(channel, DescriptorSearch.Kind.LISTENER, unacknowledgedMillis);
      isAllInherited =
          isEarly && ListenerOptions.set(channel, wanted.noDelay(), wanted.keepAlive());
      setAt = clock.nanos();
    }
  }

  /// Sets the limit of unacknowledged data on a connection that may be older than [#set].
  ///
  /// @return true if the connection has inherited all that a listener can have
  boolean accepted(SocketChannel peer) {
    if (isEarly) {
      boolean _ = UserTimeout.set(peer, DescriptorSearch.Kind.CONNECTION, unacknowledgedMillis);
      olderLeft--;
      isEarly = olderLeft > 0 || !isSettled();
      return false;
    }
    return isAllInherited;
  }

  /// No connection is waiting: those that come now are younger.
  void noneIsWaiting() {
    if (isEarly && isSettled()) {
      isEarly = false;
    }
  }

  private boolean isSettled() {
    return clock.nanos() - setAt >= SETTLED_NANOS;
  }
}
