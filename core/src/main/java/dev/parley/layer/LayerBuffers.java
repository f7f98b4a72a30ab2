package dev.parley.layer;

import dev.parley.limit.TurnBudget;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Room in which records are put together and opened, shared by all sealed and TLS sessions of one
/// thread, so that none of them holds any while it is idle. What is lent out when somebody asks
/// again is made anew. Takes no memory until it is used. Confined to that thread.
public final class LayerBuffers {
  /// What one read brings or one write takes, and so what fits into a few records.
  public static final int BYTES = 1 << 16;

  /// One for what is to be sealed, one for the record that comes of it, and the same for opening.
  private static final int SPARES = 4;

  private final @Nullable ByteBuffer[] spares = new @Nullable ByteBuffer[SPARES];
  private final TurnBudget records = TurnBudget.ofRecords();
  private int count;

  /// Room for the sessions of one thread.
  public LayerBuffers() {}

  /// The records that those sessions may open in a turn of that thread.
  public TurnBudget records() {
    return records;
  }

  /// Empty room in an array for at least `bytes`, which are at most [#BYTES]; if nothing lies
  /// ready, for no more, since what is taken may be kept for a while, by many sessions at a time.
  /// [#giveBack] follows.
  public ByteBuffer take(int bytes) {
    if (count == 0) {
      return ByteBuffer.allocate(bytes);
    }
    ByteBuffer spare = spares[--count];
    spares[count] = null;
    return spare == null ? ByteBuffer.allocate(bytes) : spare;
  }

  /// The room is no longer used. What had to be made because nothing lay ready leads to more that
  /// does, up to a few.
  public void giveBack(ByteBuffer room) {
    if (count < SPARES) {
      spares[count++] = room.capacity() == BYTES ? room.clear() : ByteBuffer.allocate(BYTES);
    }
  }
}
