package dev.parley.cli.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.cli.text.ProblemTexts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A bounded queue of bytes for a stream that may stall or fail, such as a pipe that nobody reads
/// or a file on a full disk. Event loops add bytes without ever waiting; one thread of the queue
/// writes them.
///
/// The bound is in bytes. Chunks that do not fit are lost and counted, and the count is written at
/// the place of the loss. No chunk is cut: when a disk fills up in the middle of one, its rest is
/// written first once there is room again. Only a queue that is closed before that leaves part of
/// it. Writes to a stream that may recover are retried, and its chunks stay queued; a stream that
/// has gone for good loses everything. Safe for any thread.
public final class OutputQueue {
  /// The destination of the bytes. Called only by the queue's thread.
  @FunctionalInterface
  public interface Sink {
    /// Writes all of them; may block.
    ///
    /// @throws IOException if it fails; the position of `bytes` is then after the last byte written
    void write(ByteBuffer bytes) throws IOException;

    /// True if a write that failed with `e` may succeed later, for the bytes not yet written.
    default boolean mayRecover(IOException e) {
      return false;
    }
  }

  /// Is notified of losses and failures. Its methods must not block; they run on the queue's
  /// thread, [#lost] also on a caller's thread. A caller that waits for the queue, in [#flush] or
  /// [#close], goes on after the notice.
  public interface Observer {
    /// This many chunks were lost.
    ///
    /// @return the line to write in their place; empty for none
    String lost(long chunks);

    /// A write failed; it will be retried until it succeeds or the queue is closed. Called once for
    /// any number of failures in a row.
    default void failing(String why) {}

    /// Writes succeed again.
    default void recovered() {}

    /// The stream will accept nothing more. Everything queued is lost.
    default void gone(String why) {}
  }

  /// Maximum bytes written in one call, unless a single chunk has more. Limited so that progress
  /// shows on a slow stream.
  private static final int BATCH_BYTES = 1 << 16;

  /// Time between two attempts to write to a failing stream.
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// Time between two attempts to write after an `OutOfMemoryError`.
  private static final long NO_MEMORY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int maxBytes;
  private final Observer observer;
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

  /// The chunks being written, or null.
  @GuardedBy("lock")
  private @Nullable Batch batch;

  /// True while the thread is in a call of the sink.
  @GuardedBy("lock")
  private boolean isInSink;

  @GuardedBy("lock")
  private boolean failing;

  @GuardedBy("lock")
  private boolean gone;

  @GuardedBy("lock")
  private boolean closing;

  /// Creates a queue of at most `maxBytes`, and its thread, which is a daemon.
  public OutputQueue(String name, Sink sink, int maxBytes, Observer observer) {
    this.sink = sink;
    this.maxBytes = maxBytes;
    this.observer = observer;
    this.writer = new Thread(this::write, "parley-" + name);
    writer.setDaemon(true);
    writer.start();
  }

  /// Queues a line. Never blocks on the stream.
  public void line(String line) {
    offer((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Queues bytes, which must not be changed any more; returns false if they are lost. Never blocks
  /// on the stream.
  public boolean offer(byte[] chunk) {
    lock.lock();
    try {
      if (closing || gone || (queuedBytes > 0 && queuedBytes + chunk.length > maxBytes)) {
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
      String notice = observer.lost(lost);
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

  /// True while the queue is more than half full: a caller that can slow its peers down should.
  public boolean isCrowded() {
    lock.lock();
    try {
      return queuedBytes > maxBytes / 2;
    } finally {
      lock.unlock();
    }
  }

  /// Runs `task` once when the queue is empty, on the queue's thread; at once, on the caller's, if
  /// it is empty already.
  public void whenEmpty(Runnable task) {
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

  /// Waits until everything is written or the stream fails. Blocks as long as the stream stalls.
  public void flush() {
    lock.lock();
    try {
      while (isWriting() && !failing && !gone) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Switches to another sink from the next chunk on.
  public void redirect(Sink other) {
    lock.lock();
    try {
      sink = other;
    } finally {
      lock.unlock();
    }
  }

  /// Like [#redirect(Sink)], and waits until the sink of before has taken what is being written to
  /// it, so that it may be closed.
  ///
  /// @param nanos at most this long, since it may have stalled
  public void redirect(Sink other, long nanos) throws InterruptedException {
    lock.lock();
    try {
      sink = other;
      long left = nanos;
      while (isInSink && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Rejects further chunks and waits until everything is written. Gives up when nothing was
  /// written for `nanos`, so that a stalled stream does not keep the program from ending, or when a
  /// failing stream has failed once more. Chunks that are unwritten then are lost.
  public void close(long nanos) throws InterruptedException {
    lock.lock();
    try {
      noteLoss();
      closing = true;
      changed.signalAll();
      long left = nanos;
      long queued = queuedBytes;
      while (isWriting() && left > 0) {
        left = queuedBytes < queued ? nanos : left;
        queued = queuedBytes;
        left = changed.awaitNanos(left);
      }
      long unwritten = unwritten() + lost;
      lost = 0;
      if (unwritten > 0) {
        String _ = observer.lost(unwritten);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean isWriting() {
    return batch != null || !chunks.isEmpty();
  }

  /// Returns the number of chunks that are not completely written.
  @GuardedBy("lock")
  private long unwritten() {
    return (long) chunks.size() + (batch == null ? 0 : batch.unwritten());
  }

  private void write() {
    while (true) {
      try {
        writeOnce(next());
      } catch (InterruptedException e) {
        return; // nobody interrupts this thread; if somebody does, it ends
      } catch (OutOfMemoryError e) {
        // Chunks stay queued. If memory never becomes free, the process ends, see FullMemory.
        LockSupport.parkNanos(this, NO_MEMORY_NANOS);
      }
    }
  }

  /// Waits for bytes, and returns those to be written in one call: the rest of a failed batch, or
  /// the next batch.
  private Batch next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = failing ? RETRY_NANOS : 0;
      while (left > 0 && !closing) {
        left = changed.awaitNanos(left);
      }
      while (!isWriting()) {
        changed.await();
      }
      if (batch == null) {
        batch = Batch.take(chunks);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void writeOnce(Batch current) {
    Sink target;
    lock.lock();
    try {
      target = sink;
      isInSink = true;
    } finally {
      lock.unlock();
    }
    try {
      writeTo(target, current.bytes);
      current.bytes.position(current.bytes.limit());
      written(current);
    } catch (IOException e) {
      failed(current, ProblemTexts.sentence(e), target.mayRecover(e));
    } catch (RuntimeException e) { // a terminal that went away may throw anything
      failed(current, e.toString(), false);
    }
  }

  private void writeTo(Sink target, ByteBuffer bytes) throws IOException {
    try {
      target.write(bytes);
    } finally {
      left();
    }
  }

  /// The thread has come back from a sink.
  private void left() {
    lock.lock();
    try {
      isInSink = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void written(Batch done) {
    if (isFailing()) {
      observer.recovered();
    }
    List<Runnable> ready;
    lock.lock();
    try {
      failing = false;
      batch = null;
      ready = remove(done.newlyWritten());
    } finally {
      lock.unlock();
    }
    ready.forEach(Runnable::run);
  }

  private boolean isFailing() {
    lock.lock();
    try {
      return failing;
    } finally {
      lock.unlock();
    }
  }

  private void failed(Batch current, String why, boolean mayRecover) {
    if (!mayRecover) {
      observer.gone(why);
    } else if (!isFailing()) {
      observer.failing(why);
    }
    List<Runnable> ready = List.of();
    lock.lock();
    try {
      int written = current.newlyWritten();
      if (mayRecover && !closing) {
        failing = true;
        queuedBytes -= written;
        changed.signalAll();
      } else {
        lost += unwritten();
        gone = true;
        batch = null;
        chunks.clear();
        ready = remove((int) queuedBytes);
      }
    } finally {
      lock.unlock();
    }
    ready.forEach(Runnable::run);
  }

  /// Subtracts written bytes from the total. Returns the tasks that waited for an empty queue if it
  /// is empty.
  @GuardedBy("lock")
  private List<Runnable> remove(int size) {
    queuedBytes -= size;
    List<Runnable> ready = List.of();
    if (queuedBytes == 0 && !waiting.isEmpty()) {
      ready = List.copyOf(waiting);
      waiting.clear();
    }
    changed.signalAll();
    return ready;
  }

  /// Chunks joined, to be written in one call. The bytes belong to the queue's thread while it
  /// writes, everything else to the holder of the lock.
  private static final class Batch {
    final ByteBuffer bytes;

    /// The end of each chunk.
    private final int[] ends;

    private int written;

    private Batch(ByteBuffer bytes, int[] ends) {
      this.bytes = bytes;
      this.ends = ends;
    }

    /// Takes the first chunks of a queue that is not empty.
    static Batch take(Queue<byte[]> chunks) {
      int size = 0;
      int count = 0;
      for (byte[] chunk : chunks) {
        if (count > 0 && size + chunk.length > BATCH_BYTES) {
          break;
        }
        size += chunk.length;
        count++;
      }
      // Allocate everything first: if that fails, the chunks stay queued.
      Batch batch = new Batch(ByteBuffer.allocate(size), new int[count]);
      for (int i = 0; i < count; i++) {
        batch.bytes.put(chunks.remove());
        batch.ends[i] = batch.bytes.position();
      }
      batch.bytes.flip();
      return batch;
    }

    /// Returns the number of bytes written since the last call. For the queue's thread.
    int newlyWritten() {
      int newly = bytes.position() - written;
      written = bytes.position();
      return newly;
    }

    /// Returns the number of chunks that are not completely written.
    int unwritten() {
      int whole = 0;
      while (whole < ends.length && ends[whole] <= written) {
        whole++;
      }
      return ends.length - whole;
    }
  }

  /// Returns how long a closing program waits for a stalled stream: a second, in nanoseconds.
  public static long patienceNanos() {
    return TimeUnit.SECONDS.toNanos(1);
  }
}
