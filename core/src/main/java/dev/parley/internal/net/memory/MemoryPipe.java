package dev.parley.internal.net.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One direction of a memory connection: bytes, then possibly an end, then possibly a reset.
///
/// ```
///   write ─▶ ▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮ ─▶ read
///            on their way │ arrived
///            └────── held, at most the capacity ──┘
/// ```
///
/// Bounded, as the kernel's two buffers of a socket are; what does not fit is not taken. The array
/// is as large as what is held requires, and an idle pipe has none. Safe for any thread: a lock is
/// held while bytes are copied, and by nobody who calls out.
public final class MemoryPipe {
  /// The default capacity in bytes: about what a kernel keeps for a connection over loopback.
  public static final int CAPACITY = 1 << 18;

  private static final byte[] NONE = {};

  /// An array of at most this size is kept while nothing is held.
  private static final int KEPT_BYTES = 1 << 12;

  private final Delivery delivery;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private int capacity = CAPACITY;
  private byte[] ring = NONE;
  private int first;
  private int held;
  private int arrived;
  private boolean isEnded;
  private boolean hasEndArrived;
  private boolean isReset;
  private boolean hasResetArrived;
  private boolean isReaderGone;

  /// True if a reset destroys what was not read.
  private boolean discardsAtReset;

  // Set once, before any byte is written.
  private @Nullable MemoryChannel writer;
  private @Nullable MemoryChannel reader;
  private @Nullable MemoryPipe back;

  MemoryPipe(Delivery delivery) {
    this.delivery = delivery;
  }

  /// @param back the other direction
  void connect(MemoryChannel writer, MemoryChannel reader, MemoryPipe back) {
    this.writer = writer;
    this.reader = reader;
    this.back = back;
  }

  // The writer's side.

  /// Takes as many bytes as there is room for.
  ///
  /// @return their number
  /// @throws IOException if the output has ended
  int write(ByteBuffer from) throws IOException {
    int count;
    lock.lock();
    try {
      if (isEnded || isReset) {
        throw new IOException("Broken pipe");
      }
      count = Math.clamp((long) capacity - held, 0, from.remaining());
      put(from, count);
    } finally {
      lock.unlock();
    }
    if (count > 0) {
      delivery.sent(this);
    }
    return count;
  }

  private void put(ByteBuffer from, int count) {
    makeRoom(held + count);
    int at = (first + held) % Math.max(ring.length, 1);
    int upToEnd = Math.min(count, ring.length - at);
    from.get(ring, at, upToEnd);
    from.get(ring, 0, count - upToEnd);
    held += count;
  }

  private void makeRoom(int bytes) {
    if (bytes <= ring.length) {
      return;
    }
    byte[] larger = new byte[Math.min(Math.max(bytes, 2 * ring.length), Math.max(capacity, bytes))];
    int upToEnd = Math.min(held, ring.length - first);
    System.arraycopy(ring, first, larger, 0, upToEnd);
    System.arraycopy(ring, 0, larger, upToEnd, held - upToEnd);
    ring = larger;
    first = 0;
  }

  /// Ends the output: the reader sees the end behind all bytes.
  void end() {
    send(false);
  }

  /// Breaks the connection: the reader of this pipe, who is also the writer of the other one, sees
  /// a failure behind all bytes.
  void reset() {
    send(true);
  }

  private void send(boolean reset) {
    lock.lock();
    try {
      if (isReset || (isEnded && !reset)) {
        return;
      }
      isReset = reset;
      isEnded |= !reset;
    } finally {
      lock.unlock();
    }
    delivery.sent(this);
  }

  /// Sets what a reset does to bytes that its reader has not read. True: it destroys them, also
  /// those on their way (RFC 9293 §3.10.7.4 flushes all queues). False: they can be read before the
  /// failure, as on Linux; the default.
  public void discardAtReset(boolean discards) {
    lock.lock();
    try {
      discardsAtReset = discards;
    } finally {
      lock.unlock();
    }
  }

  /// Returns true if there is room for bytes.
  boolean hasRoom() {
    lock.lock();
    try {
      return held < capacity;
    } finally {
      lock.unlock();
    }
  }

  /// Sets how many bytes are held at most. What is held already stays.
  public void limit(int bytes) {
    lock.lock();
    try {
      capacity = bytes;
    } finally {
      lock.unlock();
    }
  }

  /// Returns how many bytes are held at most.
  int limit() {
    lock.lock();
    try {
      return capacity;
    } finally {
      lock.unlock();
    }
  }

  // The way.

  /// Returns the number of bytes that have not arrived.
  public int onTheirWay() {
    lock.lock();
    try {
      return held - arrived;
    } finally {
      lock.unlock();
    }
  }

  /// Lets the next things arrive: at most `bytes` bytes; if none is on its way, the end; and behind
  /// that, a reset, which overtakes all if it destroys what was not read. Bytes that arrive where
  /// nobody reads any more are answered with a reset, as TCP does (RFC 9293 §3.10.7.1).
  ///
  /// @return true if more is on its way
  public boolean arrive(int bytes) {
    boolean isRefused = false;
    boolean isMore;
    lock.lock();
    try {
      if (isReset && discardsAtReset) {
        discard();
      }
      int count = Math.min(bytes, held - arrived);
      if (count > 0) {
        arrived += count;
        isRefused = isReaderGone;
        if (isReaderGone) {
          drop();
        }
      } else if (isEnded && !hasEndArrived) {
        hasEndArrived = true;
      } else if (isReset) {
        hasResetArrived = true;
      }
      isMore = held > arrived || (isEnded && !hasEndArrived) || (isReset && !hasResetArrived);
    } finally {
      lock.unlock();
    }
    if (isRefused && back != null) {
      back.reset();
    }
    notify(reader);
    return isMore;
  }

  /// Breaks the connection at once, as when a machine between the two forgets it: what is on its
  /// way in either direction is lost, and both ends see a reset behind what has arrived.
  public void cut() {
    cutThis();
    if (back != null) {
      back.cutThis();
    }
  }

  private void cutThis() {
    lock.lock();
    try {
      held = discardsAtReset ? 0 : arrived;
      arrived = held;
      isReset = true;
      hasResetArrived = true;
    } finally {
      lock.unlock();
    }
    notify(reader);
  }

  /// Destroys all that was not read, and the end behind it.
  private void discard() {
    held = 0;
    arrived = 0;
    hasEndArrived |= isEnded;
  }

  private void drop() {
    first = (first + arrived) % Math.max(ring.length, 1);
    held -= arrived;
    arrived = 0;
  }

  // The reader's side.

  /// Reads what has arrived.
  ///
  /// @return the number of bytes; 0 if there is nothing yet, −1 at the end
  /// @throws IOException behind all bytes, if the connection was reset
  int read(ByteBuffer to) throws IOException {
    int count;
    lock.lock();
    try {
      count = Math.min(arrived, to.remaining());
      if (count == 0) {
        return nothing(to);
      }
      int upToEnd = Math.min(count, ring.length - first);
      to.put(ring, first, upToEnd).put(ring, 0, count - upToEnd);
      first = (first + count) % ring.length;
      held -= count;
      arrived -= count;
      if (held == 0 && ring.length > KEPT_BYTES && count < ring.length / 4) {
        ring = NONE; // it has become too large for what passes
        first = 0;
      }
    } finally {
      lock.unlock();
    }
    notify(writer);
    return count;
  }

  private int nothing(ByteBuffer to) throws IOException {
    if (arrived > 0 || !to.hasRemaining()) {
      return 0;
    }
    if (hasResetArrived) {
      throw new IOException("Connection reset by peer");
    }
    return hasEndArrived ? -1 : 0;
  }

  /// Nobody reads any more.
  ///
  /// @return true if bytes had arrived that were not read
  boolean leave() {
    boolean isLost;
    lock.lock();
    try {
      isReaderGone = true;
      isLost = arrived > 0;
      drop();
      if (held == 0) {
        ring = NONE;
        first = 0;
      }
    } finally {
      lock.unlock();
    }
    notify(writer);
    return isLost;
  }

  /// Returns true if a read returns at once with something other than 0.
  boolean isReadable() {
    lock.lock();
    try {
      return arrived > 0 || hasEndArrived || hasResetArrived;
    } finally {
      lock.unlock();
    }
  }

  /// Returns true if a reset has arrived.
  boolean isBroken() {
    lock.lock();
    try {
      return hasResetArrived;
    } finally {
      lock.unlock();
    }
  }

  private static void notify(@Nullable MemoryChannel channel) {
    if (channel != null) {
      channel.changed();
    }
  }
}
