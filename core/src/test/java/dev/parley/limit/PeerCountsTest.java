package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerCountsTest {
  private static final byte[] ALICE = bytes("c0000201");
  private static final byte[] ALICE_MAPPED = bytes("00000000000000000000ffffc0000201");
  private static final byte[] BOB = bytes("c0000202");
  private static final byte[] SIX = bytes("20010db8000000010000000000000001");
  private static final byte[] SIX_SAME_64 = bytes("20010db800000001ffffffffffffffff");
  private static final byte[] SIX_NEXT_64 = bytes("20010db8000000020000000000000001");

  private final PeerCounts counts = new PeerCounts(2);

  @Test
  void theLastAllowedSessionEntersAndTheNextDoesNot() {
    assertTrue(counts.tryAcquire(ALICE));
    assertTrue(counts.tryAcquire(ALICE));
    assertFalse(counts.tryAcquire(ALICE));
    assertEquals(2, counts.count(ALICE));
  }

  @Test
  void aReleasedPlaceIsFreeAgain() {
    counts.tryAcquire(ALICE);
    counts.tryAcquire(ALICE);
    counts.release(ALICE);
    assertTrue(counts.tryAcquire(ALICE));
    assertFalse(counts.tryAcquire(ALICE));
  }

  @Test
  void anotherAddressHasItsOwnDoor() {
    counts.tryAcquire(ALICE);
    counts.tryAcquire(ALICE);
    assertTrue(counts.tryAcquire(BOB));
  }

  @Test
  void mappedAddressesCountAsIpv4() {
    counts.tryAcquire(ALICE);
    counts.tryAcquire(ALICE_MAPPED);
    assertEquals(2, counts.count(ALICE));
    assertEquals(1, counts.addresses());
  }

  @Test
  void ipv6CountsByItsFirst64Bits() {
    counts.tryAcquire(SIX);
    counts.tryAcquire(SIX_SAME_64);
    assertFalse(counts.tryAcquire(SIX));
    assertTrue(counts.tryAcquire(SIX_NEXT_64));
  }

  @Test
  void ipv6LoopbackIsNotMistakenForAnIpv4Address() {
    counts.tryAcquire(bytes("00000000000000000000000000000001"));
    assertEquals(0, counts.count(bytes("00000000")));
    assertEquals(0, counts.count(bytes("00000001")));
  }

  @Test
  void nothingIsKeptOfAnAddressWithoutSessions() {
    counts.tryAcquire(ALICE);
    counts.tryAcquire(SIX);
    counts.release(ALICE_MAPPED);
    counts.release(SIX_SAME_64);
    assertEquals(0, counts.addresses());
  }

  @Test
  void releasingWhatWasNeverAcquiredIsOurBug() {
    assertThrows(IllegalStateException.class, () -> counts.release(ALICE));
    counts.tryAcquire(ALICE);
    counts.release(ALICE);
    assertThrows(IllegalStateException.class, () -> counts.release(ALICE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 15, 17})
  void refusesWhatIsNoAddress(int length) {
    assertThrows(IllegalArgumentException.class, () -> counts.tryAcquire(new byte[length]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesADoorThatIsNeverOpen(int most) {
    assertThrows(IllegalArgumentException.class, () -> new PeerCounts(most));
  }

  @Test
  void manyThreadsNeverGetMoreThanTheMostInside() throws Exception {
    PeerCounts shared = new PeerCounts(3);
    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var runs =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(_ -> threads.submit(() -> comeAndGo(shared, start)))
              .toList();
      start.countDown();
      for (Future<?> run : runs) {
        run.get();
      }
    }
    assertEquals(0, shared.addresses());
  }

  private static Void comeAndGo(PeerCounts shared, CountDownLatch start) throws Exception {
    start.await();
    for (int i = 0; i < 20_000; i++) {
      if (shared.tryAcquire(ALICE)) {
        assertTrue(shared.count(ALICE) <= 3);
        shared.release(ALICE);
      }
    }
    return null;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
