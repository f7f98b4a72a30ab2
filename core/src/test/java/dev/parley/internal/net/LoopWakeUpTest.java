package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limit.Clock;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What other threads ask of a loop at the moment when it falls asleep. It has no links, so nothing
/// but their calls wakes it.
class LoopWakeUpTest {
  private static final int ROUNDS = 20_000;
  private static final int LOOPS = 1_000;

  /// What a loop does between a task and its wait takes less.
  private static final int MOST_SPINS = 300;

  private static EventLoop start(LoopThread kind) throws IOException {
    EventLoop loop =
        new EventLoop(
            "parley-loop-test",
            kind,
            Clock.system(),
            new MemoryBudget(1 << 20, 1),
            new FailureHandler(Clock.system(), _ -> {}, (_, _, _) -> {}));
    loop.start();
    return loop;
  }

  /// Runs a task, and returns as soon afterwards as possible.
  private static void runTask(EventLoop loop) throws InterruptedException {
    CountDownLatch hasRun = new CountDownLatch(1);
    loop.execute(hasRun::countDown);
    for (int i = 0; i < 10_000 && hasRun.getCount() > 0; i++) {
      Thread.onSpinWait();
    }
    assertTrue(hasRun.await(Wait.SECONDS, TimeUnit.SECONDS), "a task was not run");
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  private static void stop(EventLoop loop) {
    loop.stop();
    loop.awaitStop(TimeUnit.SECONDS.toNanos(Wait.SECONDS));
    assertTrue(loop.hasEnded());
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatComesWhenItFallsAsleepRuns(LoopThread kind) throws Exception {
    EventLoop loop = start(kind);
    for (int i = 0; i < ROUNDS; i++) {
      runTask(loop);
      spin(i % MOST_SPINS);
    }
    stop(loop);
  }

  @ParameterizedTest
  @EnumSource
  void allTasksOfSeveralThreadsRunEachThreadsInItsOrder(LoopThread kind) throws Exception {
    int threads = 4;
    EventLoop loop = start(kind);
    AtomicInteger misplaced = new AtomicInteger();
    CountDownLatch haveRun = new CountDownLatch(threads * ROUNDS);
    List<Thread> senders = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int[] next = {0};
      Runnable sender =
          () -> {
            for (int i = 0; i < ROUNDS; i++) {
              int number = i;
              loop.execute(() -> {
                if (next[0]++ != number) {
                  misplaced.incrementAndGet();
                }
                haveRun.countDown();
              });
            }
          };
      boolean isVirtual = t % 2 == 0;
      senders.add(
          isVirtual ? Thread.startVirtualThread(sender) : Thread.ofPlatform().start(sender));
    }
    assertTrue(haveRun.await(Wait.SECONDS, TimeUnit.SECONDS), haveRun + " have not run");
    assertEquals(0, misplaced.get());
    for (Thread sender : senders) {
      sender.join();
    }
    stop(loop);
  }

  @ParameterizedTest
  @EnumSource
  void aStopThatComesWhenItFallsAsleepEndsIt(LoopThread kind) throws Exception {
    for (int i = 0; i < LOOPS; i++) {
      EventLoop loop = start(kind);
      runTask(loop);
      spin(i % MOST_SPINS);
      stop(loop);
    }
  }
}
