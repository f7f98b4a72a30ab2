package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OutputQueueTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /// A stream that takes nothing until `goOn`.
  private void stall(byte[] bytes) {
    try {
      stalled.countDown();
      goOn.await();
      written.writeBytes(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String notice(long lost) {
    return lost + " lost";
  }

  @Test
  void linesComeOutInOrder() throws Exception {
    OutputQueue queue = new OutputQueue("test", written::writeBytes, 1024, OutputQueueTest::notice);
    for (int i = 0; i < 20; i++) {
      queue.line("line " + i);
    }
    queue.close(PATIENCE);
    assertEquals("line 19", written.toString(StandardCharsets.UTF_8).lines().toList().getLast());
  }

  @Test
  void aStalledStreamStopsNobodyAndTheLossIsTold() throws Exception {
    OutputQueue queue = new OutputQueue("test", this::stall, 100, OutputQueueTest::notice);
    assertTrue(queue.offer(new byte[60]));
    stalled.await();
    assertTrue(queue.isCrowded());
    assertTrue(queue.offer(new byte[40]));
    assertFalse(queue.offer(new byte[1]));
    assertFalse(queue.offer(new byte[1]));
    goOn.countDown();
    queue.close(PATIENCE);
    String all = written.toString(StandardCharsets.UTF_8);
    assertEquals("2 lost\n", all.substring(100));
  }

  @Test
  void aLossThatIsToldElsewhereLeavesNoByte() throws Exception {
    OutputQueue queue = new OutputQueue("test", this::stall, 100, _ -> "");
    assertTrue(queue.offer(new byte[100]));
    stalled.await();
    assertFalse(queue.offer(new byte[1]));
    goOn.countDown();
    queue.close(PATIENCE);
    assertEquals(100, written.size());
  }

  @Test
  void aSinkThatThrowsAnythingKeepsNobodyWaiting() throws Exception {
    CountDownLatch thrown = new CountDownLatch(1);
    OutputQueue queue =
        new OutputQueue(
            "test",
            _ -> {
              thrown.countDown();
              throw new IllegalStateException("the terminal has gone");
            },
            100,
            OutputQueueTest::notice);
    queue.line("one");
    thrown.await();
    queue.line("two");
    queue.close(Long.MAX_VALUE);
    assertFalse(queue.isCrowded());
  }

  @Test
  void closingWaitsNoLongerThanItIsTold() throws Exception {
    OutputQueue queue = new OutputQueue("test", this::stall, 100, OutputQueueTest::notice);
    queue.line("never");
    stalled.await();
    queue.close(1);
    assertEquals(0, written.size());
    goOn.countDown();
  }

  @Test
  void whoWaitsIsToldWhenAllIsOut() throws Exception {
    OutputQueue queue = new OutputQueue("test", this::stall, 100, OutputQueueTest::notice);
    queue.line("slow");
    stalled.await();
    CountDownLatch empty = new CountDownLatch(1);
    queue.whenEmpty(empty::countDown);
    assertEquals(1, empty.getCount());
    goOn.countDown();
    assertTrue(empty.await(10, TimeUnit.SECONDS));
  }

  @Test
  void aFailedStreamSwallowsTheRest() throws Exception {
    OutputQueue queue =
        new OutputQueue(
            "test",
            _ -> {
              throw new IOException("broken pipe");
            },
            100,
            OutputQueueTest::notice);
    queue.line("one");
    queue.line("two");
    queue.close(PATIENCE);
    assertFalse(queue.isCrowded());
  }
}
