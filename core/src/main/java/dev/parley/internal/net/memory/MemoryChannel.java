package dev.parley.internal.net.memory;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One end of a memory connection. Behaves as a TCP socket: closing it with input that was not
/// read, or with SO_LINGER 0, resets the connection, and so do bytes that arrive after it was
/// closed.
///
/// Non-blocking only. Never blocks; safe for any thread as far as a channel of the system is.
public final class MemoryChannel extends SocketChannel implements MemoryEndpoint {
  private static final Set<SocketOption<?>> OPTIONS =
      Set.of(
          StandardSocketOptions.SO_LINGER,
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.TCP_NODELAY); // has no effect: nothing is ever delayed

  private final MemoryPipe in;
  private final MemoryPipe out;
  private final SocketAddress local;
  private final SocketAddress peer;
  private volatile boolean isResetAtClose;
  private volatile boolean isOutputEnded;
  private final MemoryWatch watch = new MemoryWatch();

  MemoryChannel(MemoryPipe in, MemoryPipe out, SocketAddress local, SocketAddress peer) {
    super(MemoryProvider.INSTANCE);
    this.in = in;
    this.out = out;
    this.local = local;
    this.peer = peer;
  }

  /// Returns the pipe that is read.
  public MemoryPipe in() {
    return in;
  }

  /// Returns the pipe that is written.
  public MemoryPipe out() {
    return out;
  }

  // Data.

  @Override
  public int read(ByteBuffer to) throws IOException {
    MemoryEndpoint.checkUsable(this);
    return in.read(to);
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) throws IOException {
    long count = 0;
    for (int i = offset; i < offset + length; i++) {
      int more = read(to[i]);
      if (more < 0) {
        return count == 0 ? -1 : count;
      }
      count += more;
      if (to[i].hasRemaining()) {
        break;
      }
    }
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    MemoryEndpoint.checkUsable(this);
    if (in.isBroken()) {
      throw new IOException("Connection reset by peer");
    }
    if (isOutputEnded) {
      throw new ClosedChannelException();
    }
    return out.write(from);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    long count = 0;
    for (int i = offset; i < offset + length; i++) {
      count += write(from[i]);
      if (from[i].hasRemaining()) {
        break;
      }
    }
    return count;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    isOutputEnded = true;
    out.end();
    return this;
  }

  @Override
  protected void implCloseSelectableChannel() {
    boolean isLost = in.leave();
    if (isLost || isResetAtClose) {
      out.reset();
    } else {
      out.end();
    }
  }

  // Readiness.

  /// Something has changed: a selector must look.
  void changed() {
    watch.changed();
  }

  @Override
  public MemoryWatch watch() {
    return watch;
  }

  @Override
  public int readyOps() {
    if (in.isBroken()) {
      return SelectionKey.OP_READ | SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
    }
    return (in.isReadable() ? SelectionKey.OP_READ : 0)
        | (out.hasRoom() ? SelectionKey.OP_WRITE : 0);
  }

  @Override
  protected void implConfigureBlocking(boolean block) {}

  // Addresses and options.

  @Override
  public SocketAddress getRemoteAddress() {
    return peer;
  }

  @Override
  public SocketAddress getLocalAddress() {
    return local;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return OPTIONS;
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> option, T value) {
    if (option.equals(StandardSocketOptions.SO_LINGER)) {
      isResetAtClose = value.equals(0);
    } else if (option.equals(StandardSocketOptions.SO_SNDBUF)) {
      out.limit((Integer) value);
    } else if (option.equals(StandardSocketOptions.SO_RCVBUF)) {
      in.limit((Integer) value);
    }
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) {
    Object value =
        option.equals(StandardSocketOptions.SO_LINGER)
            ? (isResetAtClose ? 0 : -1)
            : option.equals(StandardSocketOptions.SO_SNDBUF)
                ? out.limit()
                : option.equals(StandardSocketOptions.SO_RCVBUF) ? in.limit() : true;
    Class<T> type = option.type();
    return type.cast(value);
  }

  // Connected from the beginning.

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isConnectionPending() {
    return false;
  }

  @Override
  public boolean finishConnect() {
    return true;
  }

  @Override
  public boolean connect(SocketAddress remote) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SocketChannel bind(@Nullable SocketAddress local) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SocketChannel shutdownInput() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket socket() {
    throw new UnsupportedOperationException();
  }
}
