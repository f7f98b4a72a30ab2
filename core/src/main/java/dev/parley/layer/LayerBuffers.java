package dev.parley.layer;

import dev.parley.limit.TurnBudget;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A pool of buffers for building and decrypting records, shared by all sealed and TLS sessions of
/// one thread, so that idle sessions hold none. If the pool is empty, a new buffer is allocated.
/// Takes no memory until it is used. Confined to that thread.
public final class LayerBuffers {
  /// The size of a read or write, and so of a few records.
  public static final int BYTES = 1 << 16;

  /// Two for sealing, plaintext and record, and two for opening.
  private static final int SPARES = 4;

  private final @Nullable ByteBuffer[] spares = new @Nullable ByteBuffer[SPARES];
  private final TurnBudget records = TurnBudget.ofRecords();
  private int count;

  /// Creates the empty pool of one thread.
  public LayerBuffers() {}

  /// Returns the budget of records that those sessions may open in one loop iteration.
  public TurnBudget records() {
    return records;
  }

  /// Returns an empty array-backed buffer for at least `bytes`, which are at most [#BYTES]. If the
  /// pool is empty, a new buffer is no larger than asked, because many sessions may keep theirs for
  /// a while. Must be followed by [#giveBack].
  public ByteBuffer take(int bytes) {
    if (count == 0) {
      return ByteBuffer.allocate(bytes);
    }
    ByteBuffer spare = spares[--count];
    spares[count] = null;
    return spare == null ? ByteBuffer.allocate(bytes) : spare;
  }

  /// Returns a buffer to the pool. If the pool ran empty it grows, up to a small cap.
  public void giveBack(ByteBuffer room) {
    if (count < SPARES) {
      spares[count++] = room.capacity() == BYTES ? room.clear() : ByteBuffer.allocate(BYTES);
    }
  }
}
