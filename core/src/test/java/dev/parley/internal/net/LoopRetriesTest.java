package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopRetriesTest {
  private final LoopRetries retries = new LoopRetries();
  private final List<String> runs = new ArrayList<>();

  @Test
  void eachThatWaitsRunsOnceHoweverOftenItWasAdded() {
    LoopRetries.Retry one = new LoopRetries.Retry(() -> runs.add("一"));
    LoopRetries.Retry two = new LoopRetries.Retry(() -> runs.add("二"));
    assertTrue(retries.isEmpty());
    retries.add(one);
    retries.add(two);
    retries.add(one);
    retries.drain(Runnable::run);
    assertEquals(List.of("一", "二"), runs.stream().sorted().toList());
    assertTrue(retries.isEmpty());
    retries.drain(Runnable::run);
    assertEquals(2, runs.size());
  }

  @Test
  void oneThatFailsAgainWaitsForTheNextTime() {
    LoopRetries.Retry[] again = new LoopRetries.Retry[1];
    again[0] =
        new LoopRetries.Retry(() -> {
          runs.add("tried");
          if (runs.size() < 3) {
            retries.add(again[0]);
          }
        });
    retries.add(again[0]);
    for (int i = 1; i <= 2; i++) {
      retries.drain(Runnable::run);
      assertEquals(i, runs.size());
      assertFalse(retries.isEmpty());
    }
    retries.drain(Runnable::run);
    assertTrue(retries.isEmpty());
  }
}
