package dev.parley.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/// A connection whose first bytes decide what it is for: reads a few bytes until they do, and hands
/// them over with the connection, so that nothing is consumed. Confined to its loop.
public final class FirstBytesLink extends EventLoop.Member implements EventLoop.Ready {
  /// Decides. Called on the loop.
  public interface Receiver {
    /// Looks at the bytes so far, which can only be read; at least one unless `isAll`.
    ///
    /// @param isAll true if no more are waited for: the peer has ended its stream, was silent for
    ///   too long, or has sent as many as are looked at
    /// @return true if it is decided, as it must be if `isAll`
    boolean isDecided(ByteBuffer in, boolean isAll);

    /// It is decided. The receiver owns the connection.
    ///
    /// @param first the bytes so far, owned by the receiver too
    void decided(Connection connection, ByteBuffer first);

    /// The connection was closed before.
    void lost();
  }

  private final EventLoop loop;
  private final FirstInput input;
  private final ByteBuffer before;
  private final Receiver receiver;
  private final int maxBytes;
  private final long timeoutNanos;
  private final long acceptedAt;
  private boolean isOver;

  /// Creates a link that takes over a connection; call [#open] next.
  ///
  /// @param before what was read before, possibly nothing
  /// @param maxBytes the most bytes to look at
  /// @param timeoutNanos how long to wait for them
  public FirstBytesLink(
      EventLoop loop,
      Connection connection,
      ByteBuffer before,
      Receiver receiver,
      int maxBytes,
      long timeoutNanos) {
    this.loop = loop;
    this.input = new FirstInput(loop, connection);
    this.before = before;
    this.receiver = receiver;
    this.maxBytes = maxBytes;
    this.timeoutNanos = timeoutNanos;
    this.acceptedAt = loop.now();
  }

  /// Begins to read: at once, since most peers have sent something by now.
  public void open() {
    try {
      input.await(this);
      loop.join(this);
      if (before.hasRemaining() && look(before, false)) {
        handOver(before);
      } else {
        input.keep(before);
        read();
      }
    } catch (IOException e) {
      close();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public void ready(SelectionKey key) {
    if (isOver || !key.isValid()) {
      return;
    }
    try {
      read();
    } catch (IOException e) {
      close(); // a reset
    }
  }

  private void read() throws IOException {
    int count = input.read(maxBytes);
    if (count == 0) {
      return;
    }
    ByteBuffer in = input.all();
    if (look(in, count < 0)) {
      handOver(FirstInput.copy(in));
    } else {
      input.keep(FirstInput.copy(in));
    }
  }

  private boolean look(ByteBuffer in, boolean isAll) {
    int length = Math.min(in.remaining(), maxBytes);
    return receiver.isDecided(
        in.slice(in.position(), length).asReadOnlyBuffer(), isAll || length == maxBytes);
  }

  private void handOver(ByteBuffer first) {
    release();
    receiver.decided(input.connection(), first);
  }

  /// Closes the connection, if it was not handed over.
  public void close() {
    if (!isOver) {
      release();
      input.connection().close();
      receiver.lost();
    }
  }

  /// Leaves the loop.
  private void release() {
    isOver = true;
    loop.leave(this);
    input.release();
  }

  @Override
  public void broken(Throwable cause) {
    close();
  }

  @Override
  public void sweep(long nowNanos) {
    if (nowNanos - acceptedAt >= timeoutNanos) {
      ByteBuffer first = input.kept();
      try {
        boolean _ = look(first, true);
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
      handOver(first);
    }
  }

  @Override
  public void abandon() {
    close();
  }

  @Override
  public Receiver receiver() {
    return receiver;
  }
}
