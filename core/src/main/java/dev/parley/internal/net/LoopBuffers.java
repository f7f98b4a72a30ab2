package dev.parley.internal.net;

import dev.parley.layer.LayerBuffers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The buffers that the links of one loop share, so that an idle link holds none. Confined to its
/// loop.
///
/// The write buffer has one holder at a time: it contains only what the holder has written since
/// its last flush, and another link that asks for it flushes the holder first. While a link reads,
/// no other link gets the write buffer, so that the answers of one read stay together.
final class LoopBuffers {
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(EventLoop.BUFFER_BYTES);
  private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(EventLoop.BUFFER_BYTES);
  private final LayerBuffers recordBuffers = new LayerBuffers();
  private @Nullable DatagramBatch datagramBatch;
  private @Nullable ByteBuffer scratch;
  private @Nullable StreamOutput writer;
  private @Nullable StreamLink reader;

  // Reading.

  /// Returns the read buffer. Its content is valid until the next read of any link.
  ByteBuffer readBuffer() {
    return readBuffer;
  }

  /// Marks that `link` begins to read; [#endRead] follows.
  void beginRead(StreamLink link) {
    reader = link;
  }

  /// Marks that a read is over.
  void endRead() {
    reader = null;
  }

  // Writing.

  /// Returns the write buffer, now held by `link`; null while another link reads.
  @Nullable ByteBuffer acquireWrite(StreamOutput link) {
    StreamOutput holder = writer;
    if (holder == link) {
      return writeBuffer;
    }
    if (reader != null && reader != link) {
      return null;
    }
    if (holder != null) {
      holder.flush();
    }
    writer = link;
    return writeBuffer;
  }

  /// Empties the write buffer; nobody holds it afterwards.
  void releaseWrite() {
    writeBuffer.clear();
    writer = null;
  }

  /// Returns the holder of the write buffer, null if there is none.
  @Nullable StreamOutput writer() {
    return writer;
  }

  /// Returns true while the write buffer holds bytes of `link`.
  boolean isWriter(StreamOutput link) {
    return writer == link;
  }

  /// Returns the number of bytes in the write buffer.
  int writtenBytes() {
    return writeBuffer.position();
  }

  /// Returns true while `link` uses a shared buffer, and must not be closed from outside.
  boolean isInUse(StreamLink link) {
    return link == reader || link == writer;
  }

  // Datagrams and records.

  /// Returns the memory for batches of datagrams, allocated for the first socket that uses it.
  DatagramBatch datagramBatch() {
    DatagramBatch batch = datagramBatch;
    if (batch == null) {
      batch = new DatagramBatch();
      datagramBatch = batch;
    }
    return batch;
  }

  /// Returns an empty buffer for one datagram, see [EventLoop#scratch].
  ByteBuffer scratch() {
    ByteBuffer bytes = scratch;
    if (bytes == null) {
      bytes = ByteBuffer.allocateDirect(EventLoop.BUFFER_BYTES);
      scratch = bytes;
    }
    return bytes.clear();
  }

  /// Returns the buffers for records of sealed and TLS sessions.
  LayerBuffers recordBuffers() {
    return recordBuffers;
  }

  /// Releases the memory outside the heap.
  void close() {
    if (datagramBatch != null) {
      datagramBatch.close();
    }
  }
}
