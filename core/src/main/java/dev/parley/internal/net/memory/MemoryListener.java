package dev.parley.internal.net.memory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Listens at one address of a [MemoryNetwork]. Connections wait in a bounded backlog, as those of
/// a socket do. Safe for any thread.
public final class MemoryListener extends ServerSocketChannel implements MemoryEndpoint {
  private final SocketAddress address;
  private final int backlog;
  private final Runnable closed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Guarded by the lock.
  private final ArrayDeque<MemoryChannel> waiting = new ArrayDeque<>();

  private final MemoryWatch watch = new MemoryWatch();

  /// @param closed frees the address
  MemoryListener(SocketAddress address, int backlog, Runnable closed) {
    super(MemoryProvider.INSTANCE);
    this.address = address;
    this.backlog = Math.max(backlog, 1);
    this.closed = closed;
  }

  /// Adds a connection. Waits while the backlog is full, at most `nanos`.
  ///
  /// @param arriving the server's end
  /// @throws ConnectException if the listener is closed
  /// @throws SocketTimeoutException if it took longer
  /// @throws ClosedByInterruptException if the thread is interrupted; its interrupt flag stays set
  void add(MemoryChannel arriving, long nanos) throws IOException {
    long left = nanos;
    lock.lock();
    try {
      while (isOpen() && waiting.size() >= backlog) {
        if (left <= 0) {
          throw new SocketTimeoutException("Connect timed out");
        }
        left = changed.awaitNanos(left);
      }
      if (!isOpen()) {
        throw new ConnectException("Connection refused");
      }
      waiting.add(arriving);
      changed.signalAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } finally {
      lock.unlock();
    }
    watch.changed();
  }

  /// Returns true if the backlog is not full.
  boolean hasRoom() {
    lock.lock();
    try {
      return waiting.size() < backlog;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the oldest waiting connection; in blocking mode, waits for one, whether the thread is
  /// interrupted or not.
  @Override
  public @Nullable SocketChannel accept() throws IOException {
    lock.lock();
    try {
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
      while (isOpen() && isBlocking() && waiting.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      if (!isOpen()) {
        throw new AsynchronousCloseException();
      }
      MemoryChannel next = waiting.poll();
      changed.signalAll();
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Closes the connections that wait, too: their callers see a reset.
  @Override
  protected void implCloseSelectableChannel() throws IOException {
    closed.run();
    lock.lock();
    try {
      for (MemoryChannel channel : waiting) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
      }
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int readyOps() {
    lock.lock();
    try {
      return waiting.isEmpty() ? 0 : SelectionKey.OP_ACCEPT;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public MemoryWatch watch() {
    return watch;
  }

  @Override
  protected void implConfigureBlocking(boolean block) {}

  @Override
  public SocketAddress getLocalAddress() {
    return address;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> option, T value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T getOption(SocketOption<T> option) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket socket() {
    throw new UnsupportedOperationException();
  }
}
