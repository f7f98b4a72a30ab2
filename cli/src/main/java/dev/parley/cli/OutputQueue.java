package dev.parley.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/// Bytes on their way to a stream that may stall, such as a pipe that nobody reads: loops put them
/// in without ever waiting, one thread of its own writes them.
///
/// Bounded in bytes. What does not fit is lost and counted, and the count is written where the loss
/// was. A chunk is written whole or not at all. A stream that fails swallows the rest in silence,
/// as there is nowhere left to say it. Safe for any thread.
final class OutputQueue {
  /// Where the bytes end up. Called by the queue's thread alone.
  @FunctionalInterface
  interface Sink {
    /// Writes all of them; may block.
    void write(byte[] bytes) throws IOException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int maxBytes;
  private final LongFunction<String> lossNotice;
  private final Thread writer;

  @GuardedBy("lock")
  private final Queue<byte[]> chunks = new ArrayDeque<>();

  @GuardedBy("lock")
  private final List<Runnable> waiting = new ArrayList<>();

  @GuardedBy("lock")
  private Sink sink;

  @GuardedBy("lock")
  private long queuedBytes;

  @GuardedBy("lock")
  private long lost;

  @GuardedBy("lock")
  private boolean writing;

  @GuardedBy("lock")
  private boolean closing;

  /// A queue of at most `maxBytes`, and its thread, which is a daemon.
  ///
  /// @param lossNotice the line that says how many chunks were lost; empty if it is told elsewhere
  OutputQueue(String name, Sink sink, int maxBytes, LongFunction<String> lossNotice) {
    this.sink = sink;
    this.maxBytes = maxBytes;
    this.lossNotice = lossNotice;
    this.writer = new Thread(this::write, "parley-" + name);
    writer.setDaemon(true);
    writer.start();
  }

  /// Queues a line. Never blocks on the stream.
  void line(String line) {
    offer((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Queues bytes, which must not be changed any more; false if they are lost. Never blocks on the
  /// stream.
  boolean offer(byte[] chunk) {
    lock.lock();
    try {
      if (closing || (queuedBytes > 0 && queuedBytes + chunk.length > maxBytes)) {
        lost++;
        return false;
      }
      noteLoss();
      add(chunk);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void noteLoss() {
    if (lost > 0) {
      String notice = lossNotice.apply(lost);
      lost = 0;
      if (!notice.isEmpty()) {
        add((notice + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @GuardedBy("lock")
  private void add(byte[] chunk) {
    chunks.add(chunk);
    queuedBytes += chunk.length;
    changed.signalAll();
  }

  /// True while more than half of the room is taken: whoever can make peers wait should.
  boolean isCrowded() {
    lock.lock();
    try {
      return queuedBytes > maxBytes / 2;
    } finally {
      lock.unlock();
    }
  }

  /// Has `task` run once when the queue is empty, on the queue's thread; at once if it is.
  void whenEmpty(Runnable task) {
    lock.lock();
    try {
      if (queuedBytes > 0) {
        waiting.add(task);
        return;
      }
    } finally {
      lock.unlock();
    }
    task.run();
  }

  /// Writes to another sink from the next chunk on.
  void redirect(Sink other) {
    lock.lock();
    try {
      sink = other;
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more and waits until all is written, at most `nanos`: a stalled stream must not keep
  /// the program from ending.
  void close(long nanos) throws InterruptedException {
    lock.lock();
    try {
      noteLoss();
      closing = true;
      changed.signalAll();
      long left = nanos;
      while ((writing || !chunks.isEmpty()) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      while (true) {
        writeBatch();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, it ends.
    }
  }

  /// Waits for bytes and writes what there is in one call.
  private void writeBatch() throws InterruptedException {
    byte[] batch;
    Sink target;
    lock.lockInterruptibly();
    try {
      while (chunks.isEmpty()) {
        changed.await();
      }
      batch = joined();
      target = sink;
      writing = true;
    } finally {
      lock.unlock();
    }
    try {
      target.write(batch);
    } catch (IOException | RuntimeException e) { // a terminal that went away throws what it likes
      redirect(_ -> {});
    } finally {
      written(batch.length);
    }
  }

  @GuardedBy("lock")
  private byte[] joined() {
    int size = 0;
    for (byte[] chunk : chunks) {
      size += chunk.length;
    }
    byte[] batch = new byte[size];
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, batch, at, chunk.length);
      at += chunk.length;
    }
    chunks.clear();
    return batch;
  }

  private void written(int size) {
    List<Runnable> ready = List.of();
    lock.lock();
    try {
      writing = false;
      queuedBytes -= size;
      if (queuedBytes == 0) {
        ready = List.copyOf(waiting);
        waiting.clear();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    ready.forEach(Runnable::run);
  }

  /// A second, in nanoseconds: how long an end waits for a stalled stream.
  static long patienceNanos() {
    return TimeUnit.SECONDS.toNanos(1);
  }
}
