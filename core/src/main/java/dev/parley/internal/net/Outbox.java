package dev.parley.internal.net;

import dev.parley.limit.RingQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/// The queue of bytes that the kernel has not taken yet, oldest first, in chunks. Confined to its
/// loop.
///
/// It has no limit of its own: the session above checks [#bytes] before it adds, since only the
/// session knows what to do with a peer that reads too slowly.
final class Outbox {
  /// The largest capacity of a chunk in bytes, unless one message needs more. Each chunk has twice
  /// the capacity of the one before, so that a short queue for a stalled peer costs little.
  private static final int MAX_CHUNK_BYTES = 1 << 14;

  private static final int MIN_CHUNK_BYTES = 1 << 8;

  /// The memory that an empty outbox takes, in bytes on 64-bit machines, and what a chunk takes
  /// besides its capacity.
  private static final int OWN_COST = 96;

  private static final int CHUNK_COST = 96;

  /// The most chunks passed to one write, far below the system's IOV_MAX of 1,024.
  private static final int MAX_CHUNKS = 64;

  /// The most bytes passed to one write: about the size of a socket buffer. The JDK copies arrays
  /// before it writes them, so passing a megabyte when the system takes a few pages would copy the
  /// rest again and again.
  private static final int MAX_BYTES = 1 << 18;

  /// A chunk in put mode: bytes up to `written` have been written.
  private static final class Chunk {
    final ByteBuffer bytes;
    int written;

    Chunk(ByteBuffer bytes, int written) {
      this.bytes = bytes;
      this.written = written;
    }
  }

  private final RingQueue<Chunk> chunks = new RingQueue<>();

  /// The bytes waiting in all chunks but the last, which the caller of [#room] may still be
  /// filling.
  private long beforeLast;

  /// The memory that all chunks take, in bytes.
  private long cost = OWN_COST;

  /// Returns true if a message of `bytes` fits into existing capacity.
  boolean hasRoom(int bytes) {
    Chunk last = chunks.peekLast();
    return last != null && last.bytes.remaining() >= bytes;
  }

  /// Returns a buffer with room for `bytes` at its position, behind everything added before.
  ByteBuffer room(int bytes) {
    Chunk last = chunks.peekLast();
    if (last == null || last.bytes.remaining() < bytes) {
      // The first chunk has exactly the capacity requested: most outboxes hold the rest of one
      // write.
      int capacity = last == null ? bytes : Math.max(bytes, roomAfter(last));
      last = new Chunk(ByteBuffer.allocate(capacity), 0);
      add(last);
    }
    return last.bytes;
  }

  /// Adds the bytes of `frame`, from its position to its limit, behind everything added before,
  /// without copying them. Its own position is not used.
  void share(ByteBuffer frame) {
    ByteBuffer bytes = frame.duplicate();
    bytes.position(frame.limit());
    add(new Chunk(bytes, frame.position()));
  }

  private void add(Chunk next) {
    Chunk last = chunks.peekLast();
    chunks.add(next);
    cost += next.bytes.capacity() + CHUNK_COST;
    if (last != null) {
      beforeLast += last.bytes.position() - last.written;
    }
  }

  private static int roomAfter(Chunk last) {
    return Math.clamp(2L * last.bytes.capacity(), MIN_CHUNK_BYTES, MAX_CHUNK_BYTES);
  }

  /// Returns the memory that this queue takes, in bytes. Counts capacity, not content.
  long cost() {
    return cost;
  }

  /// Returns the number of bytes that are waiting.
  long bytes() {
    Chunk last = chunks.peekLast();
    return last == null ? 0 : beforeLast + last.bytes.position() - last.written;
  }

  /// Writes once, as much as `channel` takes, and drops what was written.
  ///
  /// @return the number of bytes written
  long writeTo(GatheringByteChannel channel) throws IOException {
    ByteBuffer[] slices = new ByteBuffer[Math.min(chunks.size(), MAX_CHUNKS)];
    int used = 0;
    int bytes = 0;
    for (Chunk chunk : chunks) {
      if (used == slices.length || bytes == MAX_BYTES) {
        break;
      }
      int size = Math.min(chunk.bytes.position() - chunk.written, MAX_BYTES - bytes);
      slices[used++] = chunk.bytes.slice(chunk.written, size);
      bytes += size;
    }
    long before = bytes();
    long count = channel.write(slices, 0, used);
    long left = count;
    for (Chunk first = chunks.peek(); first != null; first = chunks.peek()) {
      int waiting = first.bytes.position() - first.written;
      if (waiting > left) {
        first.written += (int) left;
        break;
      }
      left -= waiting;
      var _ = chunks.poll();
      cost -= first.bytes.capacity() + CHUNK_COST;
    }
    Chunk last = chunks.peekLast();
    beforeLast = last == null ? 0 : before - count - (last.bytes.position() - last.written);
    return count;
  }
}
