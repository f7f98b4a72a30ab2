package dev.parley.internal.net.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// One direction of a memory connection.
class MemoryPipeTest {
  private static final Delivery NOT_YET = _ -> {};

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(MemoryPipe pipe) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(100);
    int count = pipe.read(in);
    return count < 0 ? "end" : StandardCharsets.UTF_8.decode(in.flip()).toString();
  }

  @Test
  void bytesArriveThenTheEndThenTheReset() throws IOException {
    MemoryPipe pipe = new MemoryPipe(NOT_YET);
    assertEquals(6, pipe.write(bytes("你好")));
    pipe.end();
    assertEquals("", read(pipe));
    assertTrue(pipe.arrive(3));
    assertEquals("你", read(pipe));
    assertTrue(pipe.arrive(100));
    assertEquals("好", read(pipe));
    assertEquals("", read(pipe));
    assertFalse(pipe.arrive(1));
    assertEquals("end", read(pipe));
    pipe.reset();
    assertEquals("end", read(pipe));
    assertFalse(pipe.arrive(1));
    assertThrows(IOException.class, () -> read(pipe));
  }

  @Test
  void whatArrivedBeforeAResetIsStillRead() throws IOException {
    MemoryPipe pipe = new MemoryPipe(Delivery.AT_ONCE);
    pipe.write(bytes("last"));
    pipe.reset();
    assertEquals("last", read(pipe));
    assertThrows(IOException.class, () -> read(pipe));
  }

  @Test
  void itTakesItsCapacityAndNotOneByteMore() throws IOException {
    MemoryPipe pipe = new MemoryPipe(NOT_YET);
    pipe.limit(10);
    assertEquals(9, pipe.write(ByteBuffer.allocate(9)));
    assertTrue(pipe.hasRoom());
    assertEquals(1, pipe.write(ByteBuffer.allocate(9)));
    assertFalse(pipe.hasRoom());
    assertEquals(0, pipe.write(ByteBuffer.allocate(9)));
    assertFalse(pipe.arrive(10), "bytes that have arrived still take room");
    assertFalse(pipe.hasRoom());
    assertEquals(4, pipe.read(ByteBuffer.allocate(4)));
    assertEquals(4, pipe.write(ByteBuffer.allocate(9)));
  }

  @Test
  void anythingWrittenInAnyPiecesIsReadInAnyPieces() throws IOException {
    Random random = new Random(1);
    for (int run = 0; run < 300; run++) {
      MemoryPipe pipe = new MemoryPipe(NOT_YET);
      pipe.limit(1 + random.nextInt(6000));
      byte[] all = new byte[20_000];
      random.nextBytes(all);
      ByteBuffer out = ByteBuffer.wrap(all);
      ByteBuffer in = ByteBuffer.allocate(all.length);
      while (in.hasRemaining()) {
        int written = Math.min(random.nextInt(5000), out.remaining());
        int taken = pipe.write(out.slice(out.position(), written));
        out.position(out.position() + taken);
        boolean _ = pipe.arrive(random.nextInt(5000));
        ByteBuffer piece = in.slice(in.position(), Math.min(random.nextInt(5000), in.remaining()));
        in.position(in.position() + pipe.read(piece));
      }
      assertArrayEquals(all, in.array());
    }
  }

  @Test
  void nothingIsTakenAfterTheEnd() {
    MemoryPipe pipe = new MemoryPipe(Delivery.AT_ONCE);
    pipe.end();
    assertThrows(IOException.class, () -> pipe.write(bytes("late")));
  }
}
