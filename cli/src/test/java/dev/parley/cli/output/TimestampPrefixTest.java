package dev.parley.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.limit.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampPrefixTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00.999Z, UTC,           [Sat Nov 21 10:00:00 2026]:text",
    "2026-11-01T10:00:00Z,     UTC,           [Sun Nov  1 10:00:00 2026]:text",
    "2026-11-21T20:30:05Z,     Asia/Shanghai, [Sun Nov 22 04:30:05 2026]:text"
  })
  void theTimeStandsBeforeTheTextAsCtimeHasIt(Instant now, String zone, String expected) {
    TimestampPrefix stamp = new TimestampPrefix(stopped(now), ZoneId.of(zone));
    assertEquals(expected, new String(stamp.on("text".getBytes(UTF_8)), UTF_8));
  }

  private static Clock stopped(Instant now) {
    return new Clock() {
      @Override
      public long nanos() {
        return 0;
      }

      @Override
      public Instant now() {
        return now;
      }
    };
  }
}
