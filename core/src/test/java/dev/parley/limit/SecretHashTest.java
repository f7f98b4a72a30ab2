package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Hash codes of values that peers choose.
class SecretHashTest {
  /// Returns how many of these codes fall into the fullest bucket of a `HashMap` of their size.
  static int deepest(int[] codes) {
    int size = Integer.highestOneBit(codes.length) * 2;
    int[] buckets = new int[size];
    for (int code : codes) {
      buckets[(code ^ code >>> 16) & (size - 1)]++;
    }
    return IntStream.of(buckets).max().orElse(0);
  }

  /// With random codes, 16 in one of 131,072 buckets has a probability of 10⁻¹³.
  @Test
  void numbersInARowSpread() {
    int[] codes = IntStream.range(0, 1 << 16).map(i -> (int) SecretHash.of(0, i)).toArray();
    assertTrue(deepest(codes) < 16, "deepest bucket " + deepest(codes));
    int[] upper =
        IntStream.range(0, 1 << 16).map(i -> (int) SecretHash.of((long) i << 40, 0)).toArray();
    assertTrue(deepest(upper) < 16, "deepest bucket " + deepest(upper));
  }

  @Test
  void bothHalvesOfAHashSpread() {
    int[] codes =
        IntStream.range(0, 1 << 16).map(i -> (int) (SecretHash.of(i, 7) >>> 32)).toArray();
    assertTrue(deepest(codes) < 16, "deepest bucket " + deepest(codes));
  }

  @Test
  void aHashIsTheSameInOneProcess() {
    assertEquals(SecretHash.of(3, 4), SecretHash.of(3, 4));
  }

  /// Networks whose high and low words cancel each other out in a simple XOR hash.
  @Test
  void sourcesThatWereMadeToCollideSpread() throws Exception {
    int[] codes = new int[1 << 16];
    byte[] host = new byte[16];
    for (int i = 0; i < codes.length; i++) {
      ByteBuffer.wrap(host).putLong(i).putLong(-i * 0x9e3779b97f4a7c15L);
      codes[i] =
          Source.of(new InetSocketAddress(InetAddress.getByAddress(host), 9), 128).hashCode();
    }
    assertTrue(deepest(codes) < 16, "deepest bucket " + deepest(codes));
  }
}
