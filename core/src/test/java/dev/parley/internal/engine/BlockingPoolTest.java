package dev.parley.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limit.Source;
import dev.parley.session.CloseReason;
import dev.parley.testing.Wait;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Tests what happens to work when the system starts no thread for it.
class BlockingPoolTest {
  private static final List<Source> LEVELS = List.of(Source.of(new InetSocketAddress(0)));

  private boolean isRefused;

  /// Throws what the JDK throws when the system starts no thread.
  private Thread thread(Runnable work) {
    if (isRefused) {
      throw new OutOfMemoryError("unable to create native thread: possibly out of memory");
    }
    return Thread.ofPlatform().daemon().unstarted(work);
  }

  @Test
  void workForWhichThereIsNoThreadIsRefusedAndHoldsUpNone() throws Exception {
    try (BlockingPool workers = new BlockingPool(1, 2, this::thread)) {
      AtomicInteger done = new AtomicInteger();
      isRefused = true;
      for (int i = 0; i < 5; i++) {
        assertFalse(workers.offer(LEVELS, done::incrementAndGet, () -> {}));
        assertEquals(CloseReason.BUSY, workers.refusal());
        assertEquals(
            "the system gives this process no thread to look at certificates and keys with",
            workers.refusalProblem().toString());
      }
      isRefused = false;
      for (int i = 0; i < 3; i++) {
        CountDownLatch own = new CountDownLatch(1);
        assertTrue(workers.offer(LEVELS, own::countDown, () -> {}));
        assertTrue(own.await(Wait.SECONDS, TimeUnit.SECONDS), "no piece waits for the next one");
      }
      assertEquals(0, done.get(), "what was refused is not done");
      assertTrue(workers.refusalProblem().toString().startsWith("2 others wait"));
    }
  }
}
