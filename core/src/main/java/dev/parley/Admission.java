package dev.parley;

import dev.parley.limit.Limits;
import dev.parley.limit.PeerCounts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The door of a server: how many sessions there are, in all and per address, and their numbers.
///
/// The sender of a datagram can be invented, the peer of a stream cannot: where both are served,
/// datagram peers get half of the sessions at most, so that a flood of invented ones never keeps
/// streams out. Safe for any thread.
final class Admission {
  private final Limits limits;
  private final PeerCounts perAddress;
  private final int[] datagramPorts;
  private final int mostDatagrams;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger datagrams = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final AtomicLong lastId = new AtomicLong();

  /// @param datagramPorts the ports of all our own datagram listeners
  /// @param servesStreams true if there are stream listeners
  Admission(Limits limits, Set<Integer> datagramPorts, boolean servesStreams) {
    this.limits = limits;
    this.datagramPorts = datagramPorts.stream().mapToInt(Integer::intValue).toArray();
    this.mostDatagrams =
        servesStreams ? Math.max(limits.maxSessions() / 2, 1) : limits.maxSessions();
    this.perAddress = new PeerCounts(limits.maxPerAddress());
  }

  /// Lets `peer` in, or says which limit keeps it out. Null when it is in; [#release] then gives
  /// its place back.
  @Nullable String refusal(SocketAddress peer) {
    byte[] address = counted(peer);
    if (address != null && !perAddress.tryAcquire(address)) {
      return "maxPerAddress " + limits.maxPerAddress() + " are open from this address";
    }
    if (!enter(open, limits.maxSessions())) {
      if (address != null) {
        perAddress.release(address);
      }
      return "maxSessions " + limits.maxSessions() + " are open";
    }
    return null;
  }

  /// As [#refusal], for the sender of a datagram; [#releaseDatagrams] gives its place back.
  @Nullable String refusalOfDatagrams(SocketAddress peer) {
    String refusal = refusal(peer);
    if (refusal == null && !enter(datagrams, mostDatagrams)) {
      release(peer);
      return "the " + mostDatagrams + " of maxSessions that datagrams may have are open";
    }
    return refusal;
  }

  /// True if `peer` may have no session more, whoever else leaves.
  boolean isCrowded(SocketAddress peer) {
    byte[] address = counted(peer);
    return address != null && perAddress.count(address) >= limits.maxPerAddress();
  }

  /// True if what `peer` does counts against its address.
  boolean isCounted(SocketAddress peer) {
    return counted(peer) != null;
  }

  private static boolean enter(AtomicInteger room, int most) {
    return room.getAndUpdate(count -> count < most ? count + 1 : count) < most;
  }

  void releaseDatagrams(SocketAddress peer) {
    datagrams.decrementAndGet();
    release(peer);
  }

  void release(SocketAddress peer) {
    byte[] address = counted(peer);
    if (address != null) {
      perAddress.release(address);
    }
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
  boolean awaitEmpty(long nanos) throws InterruptedException {
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

  /// True if the sender of a datagram can come in only when another one goes.
  boolean isFullForDatagrams() {
    return open.get() >= limits.maxSessions() || datagrams.get() >= mostDatagrams;
  }

  /// True for the port of one of our own datagram listeners.
  boolean isOwnPort(int port) {
    for (int own : datagramPorts) {
      if (own == port) {
        return true;
      }
    }
    return false;
  }

  int open() {
    return open.get();
  }

  long nextId() {
    return lastId.incrementAndGet();
  }

  private byte @Nullable [] counted(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress internet)) {
      return null;
    }
    InetAddress address = internet.getAddress();
    return address.isLoopbackAddress() && !limits.countLoopback() ? null : address.getAddress();
  }
}
