package dev.parley.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// The output of one stream link: composes it in the loop's write buffer, writes a batch at a time,
/// and keeps what the kernel does not take in an [Outbox]. Confined to its loop.
///
/// ```
///   room() ─▶ the loop's write buffer ─write()─▶ the kernel
///     │                 └── what it did not take ──┐   ▲
///     └──── while another link reads ─────────▶ outbox ─┘ when the socket is writable
/// ```
///
/// A superclass of the link, not a field: another object would cost each idle session memory.
abstract sealed class StreamOutput extends EventLoop.Member implements FlushQueue.Flushable
    permits StreamLink {
  /// The write deadline moves on by this much for each byte that the peer accepts: a peer that
  /// accepts fewer than 1,000 a second runs out of time, however steadily it reads. Twice the
  /// minimum rate that is usual for uploads (500 in Apache's `mod_reqtimeout`), and slower than any
  /// line of the last decades.
  private static final long NANOS_PER_BYTE = 1_000_000;

  /// Shorter frames are copied, since a chunk of their own takes about as much memory.
  private static final int MIN_SHARED_BYTES = 256;

  final EventLoop loop;
  final SocketChannel channel;
  private @Nullable Outbox outbox;

  /// The start of the write timeout: the time up to which the bytes accepted so far last at the
  /// minimum rate; 0 while nothing is waiting.
  private long stalledSince;

  private long bytesOut;
  private boolean isQueuedForFlush;

  StreamOutput(EventLoop loop, SocketChannel channel) {
    this.loop = loop;
    this.channel = channel;
  }

  /// Writes waiting bytes, as far as the kernel takes them, and handles the consequences: an end, a
  /// failure, free room.
  abstract void flush();

  /// Counts the memory held here.
  ///
  /// @return the change since the last count
  abstract int recount();

  // Composing.

  /// Returns a buffer with room for `bytes` at its position, to be sent after everything written
  /// before. The caller writes at most that many; nobody else writes to this link meanwhile.
  public final ByteBuffer room(int bytes) {
    ByteBuffer shared = roomInWriteBuffer(bytes);
    return shared != null ? shared : roomInOutbox(bytes);
  }

  /// Returns room in the loop's write buffer; null if it cannot be used, after flushing what this
  /// link had written to it.
  private @Nullable ByteBuffer roomInWriteBuffer(int bytes) {
    if (outbox != null) {
      return null;
    }
    if (bytes > EventLoop.BUFFER_BYTES) {
      if (isWriter()) {
        flush();
      }
      return null;
    }
    ByteBuffer shared = loop.buffers().acquireWrite(this);
    if (shared == null || shared.remaining() >= bytes) {
      return shared;
    }
    flush();
    return outbox == null ? loop.buffers().acquireWrite(this) : null;
  }

  private ByteBuffer roomInOutbox(int bytes) {
    Outbox waiting = outbox;
    boolean grows = waiting == null || !waiting.hasRoom(bytes);
    if (grows) {
      loop.memory().relieveIfDue(); // a broadcast to thousands fills the memory within one turn
    }
    waiting = createdOutbox();
    queueForFlush();
    ByteBuffer room = waiting.room(bytes);
    if (grows) {
      loop.memory().count(recount());
    }
    return room;
  }

  /// Sends a frame after everything written before. While bytes wait for the kernel, the frame
  /// waits where it is, so that it takes memory once for all links that it is shared with.
  ///
  /// @param frame the bytes from its position to its limit, which never change; its position is not
  ///   used
  public final void share(ByteBuffer frame) {
    int bytes = frame.remaining();
    if (bytes < MIN_SHARED_BYTES || (outbox == null && bytes <= EventLoop.BUFFER_BYTES)) {
      ByteBuffer out = room(bytes);
      out.put(out.position(), frame, frame.position(), bytes);
      out.position(out.position() + bytes);
      return;
    }
    if (isWriter()) {
      flush();
    }
    loop.memory().relieveIfDue();
    Outbox waiting = createdOutbox();
    queueForFlush();
    waiting.share(frame);
    loop.memory().count(recount());
  }

  private Outbox createdOutbox() {
    Outbox waiting = outbox;
    if (waiting == null) {
      waiting = new Outbox();
      outbox = waiting;
    }
    return waiting;
  }

  /// Flushes this link at the end of the turn.
  final void queueForFlush() {
    if (!isQueuedForFlush) {
      loop.flushLater(this); // first, since there may be no memory for it
      isQueuedForFlush = true;
    }
  }

  /// Marks that this link was flushed and may be queued again.
  final void unqueueFromFlush() {
    isQueuedForFlush = false;
  }

  // Writing.

  /// Writes once what is composed, and once what is waiting.
  ///
  /// @return true if fewer bytes are waiting than before
  final boolean write() throws IOException {
    if (isWriter()) {
      writeBatch();
    }
    Outbox waiting = outbox;
    return waiting != null && writeWaiting(waiting);
  }

  private void writeBatch() throws IOException {
    ByteBuffer batch = loop.buffers().acquireWrite(this);
    if (batch == null) {
      return;
    }
    batch.flip();
    try {
      if (outbox == null && batch.hasRemaining()) {
        bytesOut += channel.write(batch);
      }
    } finally {
      if (batch.hasRemaining()) {
        createdOutbox().room(batch.remaining()).put(batch);
      }
      loop.buffers().releaseWrite();
    }
  }

  private boolean writeWaiting(Outbox waiting) throws IOException {
    long count = waiting.writeTo(channel);
    bytesOut += count;
    if (waiting.bytes() == 0) {
      outbox = null;
      stalledSince = 0;
    } else {
      stalledSince = stalledSince == 0 ? loop.now() | 1 : later(stalledSince, count);
    }
    return count > 0;
  }

  /// Returns `since` plus the time for `taken` bytes at the minimum rate, but not later than now.
  private long later(long since, long taken) {
    long paid = since + nanosFor(taken);
    return (paid - loop.now() < 0 ? paid : loop.now()) | 1; // 0 means that nothing is waiting
  }

  /// Releases the write buffer and drops all output.
  ///
  /// @return the number of bytes dropped
  final long drop() {
    long dropped = waiting();
    outbox = null;
    stalledSince = 0;
    return dropped + releaseWriteBuffer();
  }

  /// Drops the bytes composed in the write buffer.
  ///
  /// @return the number of bytes dropped
  final long releaseWriteBuffer() {
    if (!isWriter()) {
      return 0;
    }
    int dropped = loop.buffers().writtenBytes();
    loop.buffers().releaseWrite();
    return dropped;
  }

  // What is there.

  private boolean isWriter() {
    return loop.buffers().isWriter(this);
  }

  /// Returns true if anything is composed or waiting.
  final boolean hasOutput() {
    return outbox != null || isWriter();
  }

  /// Returns true if bytes wait for the kernel to take them, without those of the current batch.
  public final boolean isWaiting() {
    return outbox != null;
  }

  /// Returns the number of bytes that wait for the kernel to take them, without those of the
  /// current batch.
  public final long waiting() {
    Outbox bytes = outbox;
    return bytes == null ? 0 : bytes.bytes();
  }

  /// Returns the number of bytes composed or waiting.
  public final long outputBytes() {
    return waiting() + (isWriter() ? loop.buffers().writtenBytes() : 0);
  }

  /// Returns the number of bytes written so far.
  public final long bytesOut() {
    return bytesOut;
  }

  /// Returns the memory that waiting bytes take.
  final long outputCost() {
    Outbox waiting = outbox;
    return waiting == null ? 0 : waiting.cost();
  }

  // Deadlines.

  /// Returns true from the time when the kernel has not taken everything until it has.
  final boolean isBlocked() {
    return stalledSince != 0;
  }

  /// Returns true if the peer accepted none of the waiting bytes for `timeoutNanos`, or fewer than
  /// the minimum rate.
  final boolean isStalled(long nowNanos, long timeoutNanos) {
    return timeoutNanos > 0 && isBlocked() && nowNanos - stalledSince >= timeoutNanos;
  }

  /// Returns `since`, or the time since which the kernel took too little, if that is earlier.
  final long blockedBefore(long since) {
    return isBlocked() && stalledSince - since < 0 ? stalledSince : since;
  }

  /// Returns the time in which a peer must accept this many bytes.
  static long nanosFor(long bytes) {
    return bytes * NANOS_PER_BYTE;
  }
}
