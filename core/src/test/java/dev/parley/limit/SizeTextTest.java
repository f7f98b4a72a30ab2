package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "1023, 1023",
    "64k, 65536",
    "64K, 65536",
    "1m, 1048576",
    "2g, 2147483648",
    " 1k , 1024",
    "0g, 0",
    "9223372036854775807, 9223372036854775807",
    "8589934591g, 9223372035781033984"
  })
  void readsWhatPeopleWrite(String text, long expected) {
    assertEquals(expected, SizeText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1023, 1023",
    "1024, 1k",
    "1025, 1025",
    "1536, 1536",
    "65536, 64k",
    "1048575, 1048575",
    "1048576, 1m",
    "1049600, 1025k",
    "2147483648, 2g",
    "1099511627776, 1024g",
    "-1024, -1k"
  })
  void printsTheShortestExactForm(long bytes, String expected) {
    assertEquals(expected, SizeText.print(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "'', is no size",
    "k, is no size",
    "64kb, is no size",
    "64 k, is no size",
    "0x10, is no size",
    "1t, is no size",
    "٣k, is no size",
    "1.5k, is no whole number",
    "-1, is negative",
    "9223372036854775808, is more than 9223372036854775807 bytes",
    "8589934592g, is more than 9223372036854775807 bytes",
    "99999999999999999999k, is more than 9223372036854775807 bytes"
  })
  void refusesTheRestAndSaysHowToMendIt(String text, String why) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> SizeText.parse(text));
    assertEquals(
        "'" + text + "' " + why + "; write bytes as a whole number, or one like 64k, 1m or 2g",
        refusal.getMessage());
  }

  @Test
  void readsBackWhatItPrints() {
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      long bytes = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63) << random.nextInt(20);
      if (bytes >= 0) {
        assertEquals(bytes, SizeText.parse(SizeText.print(bytes)));
      }
    }
  }
}
