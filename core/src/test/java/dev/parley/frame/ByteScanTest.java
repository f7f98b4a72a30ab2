package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteScanTest {
  private static final long SEED = 1977;

  @Test
  void agreesWithALoopOverSingleBytes() {
    Random random = new Random(SEED);
    byte[] values = {0, 1, 9, 10, 11, 13, 127, -128, -118, -1};
    for (int round = 0; round < 50_000; round++) {
      int size = random.nextInt(40);
      ByteBuffer in =
          random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
      in.order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < size; i++) {
        in.put(i, values[random.nextInt(values.length)]);
      }
      int from = random.nextInt(size + 1);
      int to = from + random.nextInt(size - from + 1);
      byte one = values[random.nextInt(values.length)];
      byte other = values[random.nextInt(values.length)];
      String where = "seed " + SEED + ", round " + round;
      assertEquals(slowly(in, from, to, one, one), ByteScan.indexOf(in, from, to, one), where);
      assertEquals(
          slowly(in, from, to, one, other),
          ByteScan.indexOfEither(in, from, to, one, other),
          where);
    }
  }

  private static int slowly(ByteBuffer in, int from, int to, byte one, byte other) {
    for (int at = from; at < to; at++) {
      if (in.get(at) == one || in.get(at) == other) {
        return at;
      }
    }
    return -1;
  }
}
