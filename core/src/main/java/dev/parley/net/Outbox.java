package dev.parley.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;

/// Bytes that the kernel has not taken yet, oldest first, in chunks. Confined to its loop.
///
/// Does not bound itself: the session above asks [#bytes] before it adds, since it alone knows what
/// to do with a peer that reads too slowly.
final class Outbox {
  /// Room of a chunk in bytes unless one message needs more.
  private static final int CHUNK_BYTES = 1 << 14;

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

  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>(4);

  /// The bytes that wait in all chunks but the last, which its user may still be filling.
  private long beforeLast;

  /// A buffer with room for `bytes` at its position, behind everything put before.
  ByteBuffer room(int bytes) {
    Chunk last = chunks.peekLast();
    if (last == null || last.bytes.remaining() < bytes) {
      // The first chunk has just the room asked for: most outboxes hold the rest of one write.
      if (last != null) {
        beforeLast += last.bytes.position() - last.written;
      }
      last = new Chunk(last == null ? bytes : Math.max(bytes, CHUNK_BYTES));
      chunks.addLast(last);
    }
    return last.bytes;
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
    for (long left = count; !chunks.isEmpty(); ) {
      Chunk first = chunks.getFirst();
      int waiting = first.bytes.position() - first.written;
      if (waiting > left) {
        first.written += (int) left;
        break;
      }
      left -= waiting;
      chunks.removeFirst();
    }
    Chunk last = chunks.peekLast();
    beforeLast = last == null ? 0 : before - count - (last.bytes.position() - last.written);
    return count;
  }
}
