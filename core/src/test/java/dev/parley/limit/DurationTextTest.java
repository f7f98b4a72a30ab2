package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "3s, PT3S",
    "2m, PT2M",
    "1h, PT1H",
    "7, PT7S",
    "1.5, PT1.5S",
    "1.5s, PT1.5S",
    "0.5h, PT30M",
    "0.000001ms, PT0.000000001S",
    "1.500000000000s, PT1.5S",
    "0, PT0S",
    "0s, PT0S",
    "0.0ms, PT0S",
    "0.000000000000000000h, PT0S",
    "0.00000000005m, PT0.000000003S",
    "off, PT0S",
    "OFF, PT0S",
    " 3S , PT3S"
  })
  void readsWhatPeopleWrite(String text, Duration expected) {
    assertEquals(expected, DurationText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, off",
    "PT0.5S, 500ms",
    "PT0.0005S, 0.5ms",
    "PT0.000000001S, 0.000001ms",
    "PT1S, 1s",
    "PT1.5S, 1.5s",
    "PT90S, 90s",
    "PT120S, 2m",
    "PT90M, 90m",
    "PT48H, 48h",
    "PT-5S, -5s",
    "PT-1.5S, -1.5s",
    "PT-0.05S, -50ms",
    "PT2.000000001S, 2.000000001s"
  })
  void printsTheShortForm(Duration duration, String expected) {
    assertEquals(expected, DurationText.print(duration));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "s", "ms", "3 s", "3x", "3d", "1.", ".5", "1,5s", "1e3", "+3s", "٣s", "3sms"
      })
  void refusesWhatIsNoDurationAndSaysHowToMendIt(String text) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
    assertEquals(
        "'" + text + "' is no duration; write one like 500ms, 3s, 2m or 1h, or off for none",
        refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "-1s, is negative",
    "-0, is negative",
    "0.0000001ms, is finer than a nanosecond",
    "9223372036.854775808, is longer than 292 years",
    "999999999999999999h, is longer than 292 years"
  })
  void refusesWhatCannotBeHeld(String text, String why) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }

  @Test
  void readsTheLongestToTheNanosecond() {
    assertEquals(Duration.ofNanos(Long.MAX_VALUE), DurationText.parse("9223372036.854775807"));
  }

  @Test
  void readsBackWhatItPrints() {
    Random random = new Random(2);
    for (long most : List.of(2_000L, 3_000_000_000L, 7_200_000_000_000L, Long.MAX_VALUE)) {
      for (int i = 0; i < 1000; i++) {
        Duration duration = Duration.ofNanos(random.nextLong(most));
        assertEquals(duration, DurationText.parse(DurationText.print(duration)));
      }
    }
  }
}
