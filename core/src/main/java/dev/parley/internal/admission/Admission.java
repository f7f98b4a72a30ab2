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

/// What all doors of a server have in common: how many sessions there are, their numbers, who may
/// call and who counts against a source.
///
/// The sender of a datagram can be forged, the peer of a stream cannot, so they share no quota:
/// where both are served, each kind has its part of the sessions. Streams come in by a
/// [StreamAdmission], the datagrams of each socket by a [DatagramAdmission]. Safe for any thread.
public final class Admission {
  private final Limits limits;
  private final SourceLimits sources;
  private final AtomicInteger open = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final AtomicLong lastId = new AtomicLong();

  public Admission(Limits limits, SourceLimits sources) {
    this.limits = limits;
    this.sources = sources;
  }

  /// True if not everybody may call.
  boolean isRestricted() {
    return !(sources.allow().isEmpty() && sources.deny().isEmpty());
  }

  /// True if `peer` may call. Unix-domain peers may: their file's permissions say who can.
  boolean isAllowed(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress internet) || !isRestricted()) {
      return true;
    }
    InetAddress address = internet.getAddress();
    return !AddressBlock.anyContains(sources.deny(), address)
        && (sources.allow().isEmpty() || AddressBlock.anyContains(sources.allow(), address));
  }

  /// True if what `peer` does counts against its source. That of this machine's own peers does not,
  /// but at a listener behind a proxy nobody is one: a loopback address there is a claim, or the
  /// proxy's own, through which anybody may have come.
  boolean isCounted(SocketAddress peer, boolean isProxied) {
    if (!(peer instanceof InetSocketAddress internet)) {
      return false;
    }
    InetAddress address = internet.getAddress();
    return (isProxied || limits.countLoopback() || !address.isLoopbackAddress())
        && !AddressBlock.anyContains(sources.exempt(), address);
  }

  /// True if sources are penalised for wrong logins.
  boolean hasPenalties() {
    return !sources.maxPenalty().isZero();
  }

  /// The sources that what `peer` does counts against, narrowest first; empty if it does not.
  List<Source> levels(SocketAddress peer, boolean isProxied) {
    return peer instanceof InetSocketAddress internet && isCounted(internet, isProxied)
        ? SourceLevels.of(internet, sources.ipv6Prefix())
        : List.of();
  }

  /// Counts a session.
  public void entered() {
    open.incrementAndGet();
  }

  /// Counts a session less.
  public void left() {
    if (open.decrementAndGet() == 0) {
      lock.lock();
      try {
        emptied.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Waits until no session is open, at most `nanos`; true if none is.
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

  public int open() {
    return open.get();
  }

  public long nextId() {
    return lastId.incrementAndGet();
  }
}
