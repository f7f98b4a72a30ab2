package dev.parley;

import dev.parley.limit.Limits;
import dev.parley.limit.PeerCounts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The door of a server: how many sessions there are, in all and per address, and their numbers.
///
/// The sender of a datagram can be forged, the peer of a stream cannot, so they share no quota:
/// where both are served, each kind has its part of the sessions, and only streams count per
/// address here. Datagrams have doors of their own, see [DatagramAdmission]. Safe for any thread.
final class Admission {
  private final Limits limits;
  private final PeerCounts perAddress;
  private final int mostStreams;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final AtomicLong lastId = new AtomicLong();

  /// @param mostStreams how many of `maxSessions` are for streams
  Admission(Limits limits, int mostStreams) {
    this.limits = limits;
    this.mostStreams = mostStreams;
    this.perAddress = new PeerCounts(limits.maxPerAddress());
  }

  /// Lets `peer` in, or says which limit keeps it out. Null when it is in; [#release] then gives
  /// its place back.
  @Nullable String refusal(SocketAddress peer) {
    byte[] address = counted(peer);
    if (address != null && !perAddress.tryAcquire(address)) {
      return "maxPerAddress " + limits.maxPerAddress() + " are open from this address";
    }
    if (!enter(streams, mostStreams)) {
      if (address != null) {
        perAddress.release(address);
      }
      return mostStreams == limits.maxSessions()
          ? "maxSessions " + mostStreams + " are open"
          : "the " + mostStreams + " of maxSessions that streams may have are open";
    }
    entered();
    return null;
  }

  /// True if what `peer` does counts against its address.
  boolean isCounted(SocketAddress peer) {
    return counted(peer) != null;
  }

  private static boolean enter(AtomicInteger room, int most) {
    return room.getAndUpdate(count -> count < most ? count + 1 : count) < most;
  }

  void release(SocketAddress peer) {
    byte[] address = counted(peer);
    if (address != null) {
      perAddress.release(address);
    }
    streams.decrementAndGet();
    left();
  }

  /// Counts a session that has come in by another door.
  void entered() {
    open.incrementAndGet();
  }

  /// Counts a session less.
  void left() {
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
