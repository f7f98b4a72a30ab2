package dev.parley.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;

/// Sizes and durations as people write them: what is accepted is in range and prints as text that
/// parses to the same value; the rest is refused with a sentence.
class TextFuzzTest {
  @FuzzTest
  void sizes(byte[] bytes) {
    long size;
    try {
      size = SizeText.parse(new String(bytes, UTF_8));
    } catch (IllegalArgumentException refused) {
      assertNotNull(refused.getMessage());
      return;
    }
    assertTrue(size >= 0);
    assertEquals(size, SizeText.parse(SizeText.print(size)));
  }

  @FuzzTest
  void durations(byte[] bytes) {
    Duration duration;
    try {
      duration = DurationText.parse(new String(bytes, UTF_8));
    } catch (IllegalArgumentException refused) {
      assertNotNull(refused.getMessage());
      return;
    }
    assertFalse(duration.isNegative());
    assertEquals(duration, DurationText.parse(DurationText.print(duration)));
    assertTrue(duration.toNanos() >= 0);
  }
}
