package dev.parley.cli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.OwnProcess;
import dev.parley.testing.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OutputQueueTest {
  private static final long PATIENCE = Wait.TIME.toNanos();

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /// A stream that accepts nothing until `goOn`.
  private void stall(ByteBuffer bytes) {
    try {
      stalled.countDown();
      goOn.await();
      write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      written.write(bytes.get());
    }
  }

  private static String notice(long lost) {
    return lost + " lost";
  }

  @Test
  void linesComeOutInOrder() throws Exception {
    OutputQueue queue = new OutputQueue("test", this::write, 1024, OutputQueueTest::notice);
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
  void anOldSinkMayBeClosedAfterTheChangeToAnother() throws Exception {
    OutputQueue queue = new OutputQueue("test", this::stall, 1024, OutputQueueTest::notice);
    queue.line("to the old one");
    stalled.await();
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Thread closing =
        Thread.ofVirtual()
            .start(() -> {
              try {
                queue.redirect(_ -> {}, PATIENCE);
                seen.add(written.toString(StandardCharsets.UTF_8));
              } catch (InterruptedException e) {
                seen.add(e.toString());
              }
            });
    assertTrue(OwnProcess.comesTrue(() -> closing.getState() == Thread.State.TIMED_WAITING));
    assertEquals(0, seen.size());
    goOn.countDown();
    assertEquals("to the old one\n", seen.poll(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aChangeOfTheSinkWaitsNoLongerThanItIsTold() throws Exception {
    OutputQueue queue = new OutputQueue("test", this::stall, 1024, OutputQueueTest::notice);
    queue.line("stuck");
    stalled.await();
    queue.redirect(this::write, 1);
    assertEquals("", written.toString(StandardCharsets.UTF_8));
    goOn.countDown();
    queue.close(PATIENCE);
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
    assertTrue(empty.await(Wait.SECONDS, TimeUnit.SECONDS));
  }

  /// Records its notifications.
  private static final class Recorder implements OutputQueue.Observer {
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public String lost(long chunks) {
      told.add("lost " + chunks);
      return "";
    }

    @Override
    public void failing(String why) {
      told.add("failing: " + why);
    }

    @Override
    public void recovered() {
      told.add("recovered");
    }

    @Override
    public void gone(String why) {
      told.add("gone: " + why);
    }

    void hears(String wanted) throws InterruptedException {
      assertEquals(wanted, told.poll(Wait.SECONDS, TimeUnit.SECONDS));
    }
  }

  /// A disk with room for some bytes; like a real one, it accepts as many as fit and then fails.
  private final class Disk implements OutputQueue.Sink {
    private int room;

    Disk(int room) {
      this.room = room;
    }

    @Override
    public synchronized void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining() && room > 0) {
        written.write(bytes.get());
        room--;
      }
      if (bytes.hasRemaining()) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public boolean mayRecover(IOException e) {
      return true;
    }

    synchronized void free(int bytes) {
      room += bytes;
    }
  }

  @Test
  void theRestOfACutChunkGoesFirstWhenThereIsRoomAgain() throws Exception {
    Recorder recorder = new Recorder();
    Disk disk = new Disk(6);
    OutputQueue queue = new OutputQueue("test", disk, 1024, recorder);
    queue.line("one");
    queue.line("two");
    recorder.hears("failing: No space left on device");
    queue.line("three");
    disk.free(100);
    recorder.hears("recovered");
    queue.close(PATIENCE);
    assertEquals("one\ntwo\nthree\n", written.toString(StandardCharsets.UTF_8));
    assertEquals(0, recorder.told.size());
  }

  @Test
  void whatADiskNeverTookIsCountedAtTheEnd() throws Exception {
    Recorder recorder = new Recorder();
    OutputQueue queue = new OutputQueue("test", new Disk(6), 1024, recorder);
    queue.line("one");
    queue.line("two");
    queue.line("three");
    recorder.hears("failing: No space left on device");
    queue.close(PATIENCE);
    recorder.hears("lost 2");
    assertEquals("one\ntw", written.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatDoesNotFitWhileADiskIsFullIsCountedWhereItIsMissing() throws Exception {
    Recorder recorder = new Recorder();
    Disk disk = new Disk(0);
    OutputQueue queue = new OutputQueue("test", disk, 8, recorder);
    queue.line("one");
    recorder.hears("failing: No space left on device");
    assertTrue(queue.offer(new byte[4]));
    assertFalse(queue.offer(new byte[4]));
    assertTrue(queue.isCrowded());
    disk.free(100);
    recorder.hears("recovered");
    CountDownLatch empty = new CountDownLatch(1);
    queue.whenEmpty(empty::countDown);
    assertTrue(empty.await(Wait.SECONDS, TimeUnit.SECONDS));
    queue.line("four");
    recorder.hears("lost 1");
    queue.close(PATIENCE);
    assertEquals(13, written.size());
  }

  @Test
  void aReaderThatHasGoneLosesAllAndIsToldOnce() throws Exception {
    Recorder recorder = new Recorder();
    CountDownLatch empty = new CountDownLatch(1);
    OutputQueue queue =
        new OutputQueue(
            "test",
            bytes -> {
              stall(bytes);
              throw new IOException("Broken pipe");
            },
            100,
            recorder);
    queue.line("one");
    stalled.await();
    queue.whenEmpty(empty::countDown);
    queue.line("two");
    goOn.countDown();
    recorder.hears("gone: Broken pipe");
    assertTrue(empty.await(Wait.SECONDS, TimeUnit.SECONDS));
    assertFalse(queue.offer(new byte[1]));
    queue.close(PATIENCE);
    recorder.hears("lost 2");
  }
}
