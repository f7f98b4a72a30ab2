package dev.parley.cli.io;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One of this process's output streams, with its failures: a write may be partial, it may have to
/// wait on a non-blocking stream, and it may fail now and succeed later.
///
/// - A pipe that was made non-blocking (`O_NONBLOCK` belongs to the pipe, so another process may
///   set it) fails with EAGAIN while it is full. [#write] then retries after a while.
/// - A disk may fill up (ENOSPC, EDQUOT) or a file may reach its maximum size (EFBIG) in the middle
///   of a write. The buffer's position shows how much was written, so the rest can follow later.
/// - The reader may have gone (EPIPE): nothing can be written any more, see [#mayRecover].
///
/// Confined to one thread at a time. Do not interrupt a thread that writes: that closes the stream.
public final class StandardOutput implements OutputQueue.Sink {
  /// Maximum bytes written in one system call; the JDK copies each call's bytes into a buffer of
  /// that size, which it keeps.
  private static final int WRITE_BYTES = 1 << 16;

  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(32);

  /// The system's messages for failures that end once space is freed. The JDK passes on only the
  /// text.
  private static final List<String> FULL =
      List.of(
          "No space left on device",
          "File too large",
          "Disk quota exceeded", // Linux
          "Disc quota exceeded"); // macOS

  private final FileChannel channel;
  private final Path path;

  /// Creates an output on an open file.
  ///
  /// @param path the file's path, used to find out what kind of file it is
  public StandardOutput(FileChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  /// Returns this process's stdout.
  public static StandardOutput stdout() {
    return new StandardOutput(
        new FileOutputStream(FileDescriptor.out).getChannel(), Path.of("/proc/self/fd/1"));
  }

  /// Returns this process's stderr.
  public static StandardOutput stderr() {
    return new StandardOutput(
        new FileOutputStream(FileDescriptor.err).getChannel(), Path.of("/proc/self/fd/2"));
  }

  /// Writes all of `bytes`. Blocks until they are written, even if the stream is non-blocking.
  ///
  /// @throws IOException if the write fails; the position of `bytes` is after the last byte written
  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    long wait = SHORTEST_WAIT_NANOS;
    try {
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + WRITE_BYTES));
        if (channel.write(bytes) > 0) {
          wait = SHORTEST_WAIT_NANOS;
        } else {
          LockSupport.parkNanos(wait);
          wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
        }
      }
    } finally {
      bytes.limit(end);
    }
  }

  /// True if a write that failed with `e` may succeed later, as on a full disk. Any failure of a
  /// regular file counts as such; a pipe, a socket or a terminal that fails has lost its reader.
  @Override
  public boolean mayRecover(IOException e) {
    return channel.isOpen()
        && (Files.isRegularFile(path) || FULL.contains(String.valueOf(e.getMessage())));
  }

  /// Returns the same as a stream, for callers that give up at the first failure.
  public OutputStream asStream() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        StandardOutput.this.write(ByteBuffer.wrap(new byte[] {(byte) value}));
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        StandardOutput.this.write(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }
}
