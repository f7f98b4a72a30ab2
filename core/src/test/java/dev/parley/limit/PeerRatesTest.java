package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerRatesTest {
  private static final byte[] ONE = {10, 0, 0, 1};
  private static final byte[] TWO = {10, 0, 0, 2};

  private final PeerRates rates = new PeerRates(20, 2);

  private void useUp(byte[] address) {
    for (int i = 0; i < 20; i++) {
      assertTrue(rates.take(address, 0));
    }
  }

  @Test
  void anAddressMayDoItAsOftenAsSaidAndNotOnceMore() {
    useUp(ONE);
    assertFalse(rates.take(ONE, 0));
    assertTrue(rates.take(TWO, 0));
  }

  @Test
  void whatIsUsedUpComesBackWithTime() {
    useUp(ONE);
    long one = TimeUnit.MILLISECONDS.toNanos(50);
    assertFalse(rates.take(ONE, one - 1));
    assertTrue(rates.take(ONE, one));
    assertFalse(rates.take(ONE, one));
  }

  @Test
  void moreAddressesThanAreRememberedForgetTheOldest() {
    useUp(ONE);
    assertTrue(rates.take(TWO, 0));
    assertFalse(rates.take(ONE, 0));
    assertTrue(rates.take(new byte[] {10, 0, 0, 3}, 0));
    assertFalse(rates.take(ONE, 0));
    assertTrue(rates.take(TWO, 0));
    assertTrue(rates.take(new byte[] {10, 0, 0, 4}, 0));
    assertTrue(rates.take(ONE, 0)); // forgotten
  }
}
