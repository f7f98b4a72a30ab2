package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import org.junit.jupiter.api.Test;

/// Tests the queue of bytes for the kernel, and the memory that it takes.
class OutboxTest {
  private final Outbox outbox = new Outbox();
  private final Narrow channel = new Narrow();

  /// A socket whose buffer takes a limited number of bytes at a time.
  private static final class Narrow implements GatheringByteChannel {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int most;

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      long count = 0;
      for (int i = offset; i < offset + length; i++) {
        while (sources[i].hasRemaining() && count < most) {
          taken.write(sources[i].get());
          count++;
        }
      }
      return count;
    }

    @Override
    public long write(ByteBuffer[] sources) {
      return write(sources, 0, sources.length);
    }

    @Override
    public int write(ByteBuffer source) {
      return (int) write(new ByteBuffer[] {source});
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private void put(int bytes) {
    ByteBuffer room = outbox.room(bytes);
    for (int i = 0; i < bytes; i++) {
      room.put((byte) i);
    }
  }

  private long take(int most) throws IOException {
    channel.most = most;
    return outbox.writeTo(channel);
  }

  @Test
  void littleThatWaitsCostsLittle() {
    put(1);
    assertTrue(outbox.cost() < 256, "one byte: " + outbox.cost());
    put(1);
    assertTrue(outbox.cost() < 640, "two bytes: " + outbox.cost());
    assertEquals(2, outbox.bytes());
  }

  @Test
  void costsItsRoomWhateverLiesInIt() throws IOException {
    put(16_384);
    put(16_384);
    long full = outbox.cost();
    assertTrue(full > 2 * 16_384, "two chunks: " + full);
    assertEquals(16_384 + 16_383, take(16_384 + 16_383));
    assertEquals(1, outbox.bytes());
    assertTrue(outbox.cost() > 16_384, "one byte in a chunk of 16 KiB: " + outbox.cost());
    assertTrue(outbox.cost() < full - 16_384, "a chunk is gone: " + outbox.cost());
  }

  @Test
  void roomGrowsWithWhatWaitsUpToAChunk() {
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      put(10);
      assertTrue(
          outbox.cost() < 3L * outbox.bytes() + 1024, outbox.cost() + " for " + outbox.bytes());
      assertTrue(outbox.cost() - before <= 16_384 + 256, "grew by " + (outbox.cost() - before));
      before = outbox.cost();
    }
  }

  @Test
  void anEmptiedOneCostsWhatAFreshOneDoes() throws IOException {
    long fresh = outbox.cost();
    for (int i = 1; i < 300; i++) {
      put(i);
    }
    while (outbox.bytes() > 0) {
      assertTrue(take(1000) > 0);
    }
    assertEquals(fresh, outbox.cost());
    assertEquals(299 * 300 / 2, channel.taken.size());
  }

  @Test
  void whatIsThereStaysWhenThereIsNoMemoryForMore() {
    put(100);
    long cost = outbox.cost();
    try {
      ByteBuffer _ = outbox.room(Integer.MAX_VALUE - 1);
      throw new AssertionError("there was memory");
    } catch (OutOfMemoryError e) {
      assertEquals(100, outbox.bytes());
      assertEquals(cost, outbox.cost());
    }
  }
}
