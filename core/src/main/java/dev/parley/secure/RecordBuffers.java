package dev.parley.secure;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Room in which records are put together and opened, shared by all sealed and TLS sessions of one
/// thread, so that none of them holds any while it is idle. What is lent out when somebody asks
/// again is made anew. Takes no memory until it is used. Confined to that thread.
public final class RecordBuffers {
  /// What one record needs at most, sealed or of TLS.
  private static final int BYTES = Math.max(Sealed.MAX_RECORD, TlsLayer.MAX_RECORD);

  /// One for what is to be sealed, one for the record that comes of it, and the same for opening.
  private static final int SPARES = 4;

  private final @Nullable ByteBuffer[] spares = new @Nullable ByteBuffer[SPARES];
  private int count;

  /// Room for the sessions of one thread.
  public RecordBuffers() {}

  /// Empty room on the heap for a record. [#giveBack] follows.
  ByteBuffer take() {
    if (count == 0) {
      return ByteBuffer.allocate(BYTES);
    }
    ByteBuffer spare = spares[--count];
    spares[count] = null;
    return spare == null ? ByteBuffer.allocate(BYTES) : spare;
  }

  /// As [#take], but if nothing lies ready, room for `bytes` alone: for what may be kept for
  /// longer, by many sessions at a time.
  ByteBuffer take(int bytes) {
    return count == 0 ? ByteBuffer.allocate(Math.min(bytes, BYTES)) : take();
  }

  /// The room is no longer used.
  void giveBack(ByteBuffer room) {
    if (count < SPARES && room.capacity() == BYTES) {
      spares[count++] = room.clear();
    }
  }
}
