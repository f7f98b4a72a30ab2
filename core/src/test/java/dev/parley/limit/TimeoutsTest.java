package dev.parley.limit;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
  private static final Map<String, BiFunction<Timeouts, Duration, Timeouts>> CHANGES =
      Map.of(
          "login", Timeouts::withLogin,
          "frame", Timeouts::withFrame,
          "idle", Timeouts::withIdle,
          "write", Timeouts::withWrite,
          "datagramIdle", Timeouts::withDatagramIdle,
          "linger", Timeouts::withLinger,
          "halfClose", Timeouts::withHalfClose,
          "unacknowledged", Timeouts::withUnacknowledged);

  private final Timeouts defaults = Timeouts.defaults();

  @Test
  void defaultsAreThePromisedOnes() {
    assertEquals(
        new Timeouts(
            ofSeconds(5),
            ofSeconds(30),
            ZERO,
            ofSeconds(10),
            ofSeconds(60),
            ofSeconds(1),
            ofSeconds(60),
            ofSeconds(60),
            ZERO),
        defaults);
  }

  @Test
  void eachWithChangesItsOwnComponent() {
    Timeouts changed =
        defaults
            .withLogin(ofSeconds(11))
            .withFrame(ofSeconds(12))
            .withIdle(ofSeconds(13))
            .withWrite(ofSeconds(14))
            .withDatagramIdle(ofSeconds(15))
            .withLinger(ofSeconds(16))
            .withHalfClose(ofSeconds(17))
            .withUnacknowledged(ofSeconds(18))
            .withQuiet(ofSeconds(19));
    assertEquals(
        new Timeouts(
            ofSeconds(11),
            ofSeconds(12),
            ofSeconds(13),
            ofSeconds(14),
            ofSeconds(15),
            ofSeconds(16),
            ofSeconds(17),
            ofSeconds(18),
            ofSeconds(19)),
        changed);
  }

  @Test
  void acceptsAYearAndRefusesANanosecondMore() {
    CHANGES.forEach((name, change) -> {
      assertDoesNotThrow(() -> change.apply(defaults, Timeouts.LONGEST));
      refuses(name, change, Timeouts.LONGEST.plusNanos(1));
      refuses(name, change, ofSeconds(Long.MAX_VALUE));
    });
  }

  @Test
  void refusesEveryNegativeTimeout() {
    CHANGES.forEach((name, change) -> refuses(name, change, Duration.ofNanos(-1)));
    CHANGES.forEach((name, change) -> refuses(name, change, ofSeconds(Long.MIN_VALUE)));
  }

  @Test
  void zeroMeansNoneExceptWhereASessionWouldNeverEnd() {
    for (String name : List.of("frame", "idle", "write", "linger", "halfClose")) {
      assertDoesNotThrow(() -> CHANGES.get(name).apply(defaults, ZERO), name);
    }
    refuses("login", Timeouts::withLogin, ZERO);
    refuses("datagramIdle", Timeouts::withDatagramIdle, ZERO);
  }

  @Test
  void theRefusalNamesTimeoutValueAndRange() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> defaults.withWrite(Duration.ofMillis(-500)));
    assertEquals(
        "write timeout of -500ms is out of range; choose off (none), or anything up to 8760h",
        refusal.getMessage());
  }

  private void refuses(
      String name, BiFunction<Timeouts, Duration, Timeouts> change, Duration timeout) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> change.apply(defaults, timeout));
    assertEquals(name + " timeout", refusal.getMessage().split(" of ", 2)[0]);
  }
}
