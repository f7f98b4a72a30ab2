package dev.parley.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Slices of several loops become one timeline.
final class TallyTest {
  private static final long SECOND = 1_000_000_000L;

  private final Tally tally = new Tally(1);

  private static Slice slice(long fromSecond, int messages) {
    Slice slice = new Slice(fromSecond * SECOND);
    slice.toNanos = (fromSecond + 1) * SECOND;
    for (int i = 0; i < messages; i++) {
      slice.latency(1000);
    }
    return slice;
  }

  private static CompletableFuture<Slice> ready(Slice slice) {
    return CompletableFuture.completedFuture(slice);
  }

  @Test
  void theWarmUpIsNotCounted() {
    tally.expect(List.of(ready(slice(0, 100))), false);
    tally.expect(List.of(ready(slice(1, 3))), true);
    tally.takeAll();
    assertEquals(3, tally.total().messages());
    assertEquals(1, tally.seconds());
    assertEquals(List.of(new BenchReport.Second(1, 3, 1)), tally.timeline());
  }

  @Test
  void partsMakeSecondsAndTheLastMayBeShort() {
    Tally halves = new Tally(2);
    halves.expect(List.of(ready(slice(0, 100))), false);
    for (int i = 1; i <= 3; i++) {
      halves.expect(List.of(ready(slice(i, i))), true);
    }
    halves.takeAll();
    assertEquals(
        List.of(
            new BenchReport.Second(1, 1, 1),
            new BenchReport.Second(2, 2, 1),
            new BenchReport.Second(3, 3, 1)),
        halves.parts());
    assertEquals(
        List.of(new BenchReport.Second(2, 1.5, 1), new BenchReport.Second(3, 3, 1)),
        halves.timeline());
    assertEquals(6, halves.total().messages());
  }

  @Test
  void loopsAreAddedUp() {
    tally.expect(List.of(ready(slice(0, 2)), ready(slice(0, 3))), true);
    tally.expect(List.of(ready(slice(1, 4)), ready(slice(1, 6))), true);
    tally.takeAll();
    assertEquals(15, tally.total().messages());
    assertEquals(2, tally.seconds());
    assertEquals(10, tally.lastRate());
    assertEquals(2, tally.timeline().size());
  }

  @Test
  void nothingIsTakenBeforeEveryLoopHasGivenIts() {
    CompletableFuture<Slice> slow = new CompletableFuture<>();
    tally.expect(List.of(ready(slice(0, 2)), slow), true);
    tally.take();
    assertTrue(tally.timeline().isEmpty());
    slow.complete(slice(0, 1));
    tally.take();
    assertEquals(3, tally.total().messages());
  }

  @Test
  void aConnectionThatEndsInTheWarmUpHasFailedToo() {
    Slice warmup = slice(0, 0);
    warmup.failedConnections = 1;
    tally.expect(List.of(ready(warmup)), false);
    tally.takeAll();
    assertEquals(1, tally.total().failedConnections);
  }
}
