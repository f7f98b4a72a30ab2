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

/// One of this process's output streams, as the system treats it: a write may be taken in part, it
/// may have to wait although it does not block, and it may fail now and work again later.
///
/// - A pipe that its owner has made non-blocking (`O_NONBLOCK` belongs to the pipe, not to us)
///   answers EAGAIN when it is full. [#write] then tries again after a while.
/// - A disk may fill up (ENOSPC, EDQUOT) or a file may reach its largest size (EFBIG) in the middle
///   of a write. The buffer's position tells how much was taken, so the rest can follow later.
/// - A reader may have gone (EPIPE): nothing will ever be taken again, see [#mayRecover].
///
/// Confined to one thread at a time. Do not interrupt a thread that writes: that closes the stream.
public final class StandardOutput implements OutputQueue.Sink {
  /// Bytes given to the system in one call; the JDK copies each call's bytes into a buffer of that
  /// size, which it keeps.
  private static final int WRITE_BYTES = 1 << 16;

  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(32);

  /// What the systems call the failures that end when somebody makes room. The JDK passes on the
  /// text alone.
  private static final List<String> FULL =
      List.of(
          "No space left on device",
          "File too large",
          "Disk quota exceeded", // Linux
          "Disc quota exceeded"); // macOS

  private final FileChannel channel;
  private final Path path;

  /// An output on an open file.
  ///
  /// @param path where the file is found, to see what kind of file it is
  public StandardOutput(FileChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  /// This process's stdout.
  public static StandardOutput stdout() {
    return new StandardOutput(
        new FileOutputStream(FileDescriptor.out).getChannel(), Path.of("/proc/self/fd/1"));
  }

  /// This process's stderr.
  public static StandardOutput stderr() {
    return new StandardOutput(
        new FileOutputStream(FileDescriptor.err).getChannel(), Path.of("/proc/self/fd/2"));
  }

  /// Writes all of `bytes`. Blocks until the system has taken them, also where the stream is
  /// non-blocking.
  ///
  /// @throws IOException if the system refuses; the position of `bytes` is behind what it has taken
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

  /// True if a write that failed with `e` may work again later, as on a full disk. Any failure of a
  /// regular file counts as such; a pipe, a socket or a terminal that fails has lost its reader.
  @Override
  public boolean mayRecover(IOException e) {
    return channel.isOpen()
        && (Files.isRegularFile(path) || FULL.contains(String.valueOf(e.getMessage())));
  }

  /// The same as a stream, for callers that give up at the first failure.
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
