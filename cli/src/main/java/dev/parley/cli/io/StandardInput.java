package dev.parley.cli.io;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// This process's stdin. A read from a pipe that was made non-blocking (`O_NONBLOCK` belongs to the
/// pipe, so another process may set it) fails with EAGAIN while the pipe is empty; this class then
/// waits, as a read from any other pipe does.
///
/// Confined to one thread. Do not interrupt it: that closes the stream.
public final class StandardInput extends InputStream {
  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(32);

  private final FileInputStream stdin = new FileInputStream(FileDescriptor.in);
  private final FileChannel channel = stdin.getChannel();

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    long wait = SHORTEST_WAIT_NANOS;
    int count = channel.read(buffer);
    while (count == 0) {
      LockSupport.parkNanos(wait);
      wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
      count = channel.read(buffer);
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return stdin.available();
  }

  @Override
  public void close() throws IOException {
    stdin.close();
  }
}
