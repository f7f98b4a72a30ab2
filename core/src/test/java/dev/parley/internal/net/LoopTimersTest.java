package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.limit.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests the timers of a loop.
class LoopTimersTest {
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private EventLoop loop;

  @BeforeEach
  void start() throws Exception {
    Clock clock = Clock.system();
    loop =
        new EventLoop(
            "parley-loop-test",
            LoopThread.PLATFORM,
            clock,
            new MemoryBudget(1 << 20, 1),
            new FailureHandler(clock, failures::add, (_, _, _) -> {}));
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.stop();
    loop.awaitStop(TimeUnit.SECONDS.toNanos(60));
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void aTimerThatSetsItselfAgainAtOnceHoldsUpNothingElse() throws Exception {
    loop.execute(this::again);
    for (int i = 0; i < 100; i++) {
      CompletableFuture<Boolean> task = new CompletableFuture<>();
      loop.execute(() -> task.complete(true));
      task.get(60, TimeUnit.SECONDS);
      CompletableFuture<Boolean> timer = new CompletableFuture<>();
      loop.execute(() -> loop.schedule(loop.now(), () -> timer.complete(true)));
      timer.get(60, TimeUnit.SECONDS);
    }
  }

  private void again() {
    loop.schedule(loop.now(), this::again);
  }

  @Test
  void timersRunInTheOrderOfTheirTimesAndThenOfTheirComing() throws Exception {
    List<String> order = new ArrayList<>();
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    loop.execute(() -> {
      loop.schedule(loop.now(), () -> order.add("second"));
      loop.schedule(loop.now() - 1, () -> order.add("first"));
      loop.schedule(loop.now(), () -> order.add("third"));
      loop.schedule(loop.now() + 1, () -> over.complete(true));
    });
    over.get(60, TimeUnit.SECONDS);
    assertEquals(List.of("first", "second", "third"), order);
  }
}
