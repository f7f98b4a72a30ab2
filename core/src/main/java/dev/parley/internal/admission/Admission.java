package dev.parley.internal.admission;

import dev.parley.limit.AddressBlock;
import dev.parley.limit.Limits;
import dev.parley.limit.Source;
import dev.parley.limit.SourceLevels;
import dev.parley.limit.SourceLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The common part of all admission to a server: the number of sessions, their ids, the address
/// lists, and which peers count for a source.
///
/// The sender of a datagram can be forged, the peer of a stream cannot, so they share no quota: if
/// a server has both, each kind has its part of the sessions. Streams are admitted by a
/// [StreamAdmission], the datagrams of each socket by a [DatagramAdmission]. Safe for any thread.
public final class Admission {
  private final Limits limits;
  private final SourceLimits sources;
  private final AtomicInteger open = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean isShuttingDown;
  private volatile boolean hasLostOutput;

  public Admission(Limits limits, SourceLimits sources) {
    this.limits = limits;
    this.sources = sources;
  }

  /// Returns true if an allow or deny list is configured.
  boolean isRestricted() {
    return !(sources.allow().isEmpty() && sources.deny().isEmpty());
  }

  /// Returns true if `peer` is allowed to connect. Unix-domain peers always are: the permissions of
  /// the socket file restrict them.
  boolean isAllowed(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress internet) || !isRestricted()) {
      return true;
    }
    InetAddress address = internet.getAddress();
    return !AddressBlock.anyContains(sources.deny(), address)
        && (sources.allow().isEmpty() || AddressBlock.anyContains(sources.allow(), address));
  }

  /// Returns true if the actions of `peer` count for its source. Peers on loopback addresses do not
  /// count, except behind a proxy: a loopback address there is a claim, or the proxy's own, through
  /// which anybody may have come.
  boolean isCounted(SocketAddress peer, boolean isProxied) {
    if (!(peer instanceof InetSocketAddress internet)) {
      return false;
    }
    InetAddress address = internet.getAddress();
    return (isProxied || limits.countLoopback() || !address.isLoopbackAddress())
        && !AddressBlock.anyContains(sources.exempt(), address);
  }

  /// Returns true if sources are penalised for wrong logins.
  boolean hasPenalties() {
    return !sources.maxPenalty().isZero();
  }

  /// Returns the sources for which the actions of `peer` count, narrowest first; empty if it does
  /// not count.
  List<Source> levels(SocketAddress peer, boolean isProxied) {
    return peer instanceof InetSocketAddress internet && isCounted(internet, isProxied)
        ? SourceLevels.of(internet, sources.ipv6Prefix())
        : List.of();
  }

  /// Counts a session that begins.
  public void entered() {
    open.incrementAndGet();
  }

  /// Counts a session that ends; after the last one, wakes the threads in [#awaitEmpty].
  public void left() {
    if (leave()) {
      signalEmpty();
    }
  }

  /// Counts a session that ends. Takes no lock, so that callers may hold one.
  ///
  /// @return true if none is left; the caller must then call [#signalEmpty]
  boolean leave() {
    return open.decrementAndGet() == 0;
  }

  /// Wakes the threads in [#awaitEmpty].
  void signalEmpty() {
    lock.lock();
    try {
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until no session is open, at most `nanos`; returns true if none is.
  public boolean awaitEmpty(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (open.get() > 0 && left > 0) {
        left = emptied.awaitNanos(left);
      }
      return open.get() == 0;
    } finally {
      lock.unlock();
    }
  }

  /// A shutdown begins: lost output is recorded from now on.
  public void shuttingDown() {
    isShuttingDown = true;
  }

  /// Returns true since [#shuttingDown].
  boolean isShuttingDown() {
    return isShuttingDown;
  }

  /// A session has ended with output that was not sent.
  void lostOutput() {
    if (isShuttingDown) {
      hasLostOutput = true;
    }
  }

  /// Returns true if a session has ended with unsent output since [#shuttingDown].
  public boolean hasLostOutput() {
    return hasLostOutput;
  }

  /// Returns the number of open sessions.
  public int open() {
    return open.get();
  }

  /// Returns the next session id.
  public long nextId() {
    return lastId.incrementAndGet();
  }
}
