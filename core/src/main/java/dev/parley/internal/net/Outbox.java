package dev.parley.internal.net;

import dev.parley.limit.RingQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/// Bytes that the kernel has not taken yet, oldest first, in chunks. Confined to its loop.
///
/// Does not bound itself: the session above asks [#bytes] before it adds, since it alone knows what
/// to do with a peer that reads too slowly.
final class Outbox {
  /// Room of a chunk in bytes unless one message needs more. Each has twice that of the one before,
  /// so that what little waits for a stalled peer costs little.
  private static final int MOST_CHUNK_BYTES = 1 << 14;

  private static final int LEAST_CHUNK_BYTES = 1 << 8;

  /// What an empty outbox takes itself, on 64-bit machines, and what a chunk takes besides its
  /// room.
  private static final int OWN_COST = 96;

  private static final int CHUNK_COST = 96;

  /// Chunks given to one write, far below the system's IOV_MAX of 1,024.
  private static final int MOST_CHUNKS = 64;

  /// Bytes given to one write: about what a socket buffer takes. The system copies arrays before it
  /// writes them, so giving it a megabyte when it takes a few pages would copy the rest again and
  /// again.
  private static final int MOST_BYTES = 1 << 18;

  /// Chunks in put mode: written bytes lie below their mark.
  private static final class Chunk {
    final ByteBuffer bytes;
    int written;

    Chunk(int capacity) {
      bytes = ByteBuffer.allocate(capacity);
    }
  }

  private final RingQueue<Chunk> chunks = new RingQueue<>();

  /// The bytes that wait in all chunks but the last, which its user may still be filling.
  private long beforeLast;

  /// What all chunks take.
  private long cost = OWN_COST;

  /// True if a message of `bytes` fits into room that is there.
  boolean hasRoom(int bytes) {
    Chunk last = chunks.peekLast();
    return last != null && last.bytes.remaining() >= bytes;
  }

  /// A buffer with room for `bytes` at its position, behind everything put before.
  ByteBuffer room(int bytes) {
    Chunk last = chunks.peekLast();
    if (last == null || last.bytes.remaining() < bytes) {
      // The first chunk has just the room asked for: most outboxes hold the rest of one write.
      Chunk next = new Chunk(last == null ? bytes : Math.max(bytes, roomAfter(last)));
      chunks.add(next);
      cost += next.bytes.capacity() + CHUNK_COST;
      if (last != null) {
        beforeLast += last.bytes.position() - last.written;
      }
      last = next;
    }
    return last.bytes;
  }

  private static int roomAfter(Chunk last) {
    return Math.clamp(2L * last.bytes.capacity(), LEAST_CHUNK_BYTES, MOST_CHUNK_BYTES);
  }

  /// The bytes of memory that this takes: all room that is held, whatever lies in it.
  long cost() {
    return cost;
  }

  /// The number of bytes that wait.
  long bytes() {
    Chunk last = chunks.peekLast();
    return last == null ? 0 : beforeLast + last.bytes.position() - last.written;
  }

  /// Writes once, as much as `channel` takes, and drops what was written.
  ///
  /// @return the number of bytes written
  long writeTo(GatheringByteChannel channel) throws IOException {
    ByteBuffer[] slices = new ByteBuffer[Math.min(chunks.size(), MOST_CHUNKS)];
    int used = 0;
    int bytes = 0;
    for (Chunk chunk : chunks) {
      if (used == slices.length || bytes == MOST_BYTES) {
        break;
      }
      int size = Math.min(chunk.bytes.position() - chunk.written, MOST_BYTES - bytes);
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
