package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void whatWaitsInAllSessionsIsAtLeastOneMebibyte() {
    assertEquals(1 << 20, Limits.defaults().withMaxBufferedBytes(1 << 20).maxBufferedBytes());
    assertThrows(
        IllegalArgumentException.class,
        () -> Limits.defaults().withMaxBufferedBytes((1 << 20) - 1));
  }

  private static final long QUARTER = Runtime.getRuntime().maxMemory() / 4;

  private final Limits defaults = Limits.defaults();

  @Test
  void defaultsAreThePromisedOnes() {
    assertEquals(new Limits(10_000, 64, false, 1_048_576, 0, 0, QUARTER), defaults);
  }

  @Test
  void eachWithChangesItsOwnComponent() {
    assertEquals(new Limits(1, 64, false, 1 << 20, 0, 0, QUARTER), defaults.withMaxSessions(1));
    assertEquals(
        new Limits(10_000, 64, true, 1 << 20, 0, 0, QUARTER), defaults.withCountLoopback(true));
    assertEquals(new Limits(10_000, 64, false, 2, 0, 0, QUARTER), defaults.withMaxOutboxBytes(2));
    assertEquals(
        new Limits(10_000, 64, false, 1 << 20, 3, 0, QUARTER), defaults.withMessagesPerSecond(3));
    assertEquals(
        new Limits(10_000, 64, false, 1 << 20, 0, 4, QUARTER), defaults.withBytesPerSecond(4));
  }

  @Test
  void aNumberPerAddressThatIsSetHoldsForLoopbackToo() {
    assertEquals(
        new Limits(10_000, 64, true, 1 << 20, 0, 0, QUARTER), defaults.withMaxPerAddress(64));
    assertEquals(defaults, defaults.withMaxPerAddress(64).withCountLoopback(false));
  }

  @Test
  void acceptsTheEdgesOfEveryRange() {
    assertDoesNotThrow(() ->
        defaults
            .withMaxSessions(1)
            .withMaxPerAddress(1)
            .withMaxOutboxBytes(1)
            .withMessagesPerSecond(1_000_000_000)
            .withBytesPerSecond(TokenBucket.MAX_RATE));
  }

  @Test
  void refusesOnePastEveryEdgeAndNamesLimitValueAndUnit() {
    refuses(
        () -> defaults.withMaxSessions(0),
        "maxSessions of 0 sessions is out of range; choose 1 to 2147483647");
    refuses(
        () -> defaults.withMaxPerAddress(0),
        "maxPerAddress of 0 sessions per address is out of range; choose 1 to 2147483647");
    refuses(
        () -> defaults.withMaxOutboxBytes(0),
        "maxOutboxBytes of 0 bytes is out of range; choose 1 to 2147483647");
    refuses(
        () -> defaults.withMessagesPerSecond(-1),
        "messagesPerSecond of -1 messages/s is out of range; choose 0 to 1000000000 (0 means no"
            + " limit)");
    refuses(
        () -> defaults.withMessagesPerSecond(1_000_000_001),
        "messagesPerSecond of 1000000001 messages/s is out of range; choose 0 to 1000000000 (0"
            + " means no limit)");
    refuses(
        () -> defaults.withBytesPerSecond(-1),
        "bytesPerSecond of -1 bytes/s is out of range; choose 0 to 1000000000000000000 (0 means no"
            + " limit)");
    refuses(
        () -> defaults.withBytesPerSecond(TokenBucket.MAX_RATE + 1),
        "bytesPerSecond of 1000000000000000001 bytes/s is out of range; choose 0 to"
            + " 1000000000000000000 (0 means no limit)");
  }

  private static void refuses(Supplier<Limits> change, String sentence) {
    var refusal = assertThrows(IllegalArgumentException.class, change::get);
    assertEquals(sentence, refusal.getMessage());
  }
}
