package dev.parley.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CountingClockTest {
  private final CountingClock clock = new CountingClock();

  @Test
  void aLoopThatSpinsIsFound() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    CountDownLatch spins = new CountDownLatch(1);
    Thread loop =
        Thread.ofPlatform()
            .name("parley-loop-1")
            .start(() -> {
              while (!isOver.get()) {
                long _ = clock.nanos();
                spins.countDown();
              }
            });
    try {
      spins.await();
      assertThrows(AssertionError.class, clock::assertLoopsRest);
    } finally {
      isOver.set(true);
      loop.join();
    }
    clock.assertLoopsRest();
  }

  @Test
  void looksAreCountedByTheNameOfTheThread() throws Exception {
    Thread acceptor = Thread.ofPlatform().name("parley-accept-1").start(clock::nanos);
    acceptor.join();
    assertEquals(1, clock.looks("parley-accept-"));
    assertEquals(0, clock.looks("parley-loop-"));
  }

  @Test
  void itIsMovedOn() {
    long before = clock.nanos();
    clock.advance(Duration.ofHours(1));
    assertEquals(1, Duration.ofNanos(clock.nanos() - before).toHours());
  }
}
