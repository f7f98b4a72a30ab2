package dev.parley.internal.net;

import dev.parley.internal.prelude.Prelude;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.DurationText;
import dev.parley.problem.Problem;
import dev.parley.problem.ProxyProblem;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection whose [Prelude] is incomplete: reads until it is complete, and no further than a
/// few bytes behind it. Input is kept in an array of its size. Confined to its loop.
public final class PreludeLink extends EventLoop.Member implements EventLoop.Ready {
  /// Is notified of the end of preludes. Called on the loop, once for each link, after the link has
  /// released the connection.
  public interface Receiver {
    /// The prelude is complete. The receiver owns the connection, which has the addresses that the
    /// prelude states.
    ///
    /// @param first the bytes behind the prelude, possibly none; owned by the receiver too
    void arrived(PreludeLink link, Connection connection, ByteBuffer first);

    /// The prelude failed, and the connection is closed.
    ///
    /// @param why null if the peer sent nothing, as port probes do
    void refused(PreludeLink link, @Nullable Problem why);
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final EventLoop loop;
  private final Connection connection;
  private final Prelude prelude;
  private final Receiver receiver;
  private final long timeoutNanos;
  private final long acceptedAt;
  private ByteBuffer kept = NOTHING;
  private int upTo;
  private @Nullable SelectionKey key;
  private boolean isOver;

  /// Creates a link that takes over an accepted connection; call [#open] next.
  ///
  /// @param timeoutNanos the time limit for the whole prelude, however slowly its bytes arrive
  public PreludeLink(
      EventLoop loop,
      Connection connection,
      Prelude prelude,
      Receiver receiver,
      long timeoutNanos) {
    this.loop = loop;
    this.connection = connection;
    this.prelude = prelude;
    this.receiver = receiver;
    this.timeoutNanos = timeoutNanos;
    this.acceptedAt = loop.now();
  }

  /// Registers the connection with the selector.
  public void open() {
    try {
      if (parse(NOTHING)) {
        return;
      }
      key = loop.register(connection.channel(), SelectionKey.OP_READ, this);
      loop.join(this);
    } catch (IOException e) {
      refuse(null);
    }
  }

  /// Returns the address that the connection comes from.
  public SocketAddress sender() {
    return connection.peer();
  }

  @Override
  public void ready(SelectionKey key) {
    if (isOver || !key.isValid()) {
      return;
    }
    ByteBuffer in = loop.buffers().readBuffer().clear().put(kept.slice()).limit(upTo);
    int count;
    try {
      count = connection.channel().read(in);
    } catch (IOException e) {
      refuse(null); // a reset
      return;
    }
    in.flip();
    if (count < 0) {
      refuse(in.hasRemaining() ? Problem.of(ProxyProblem.ENDED_INSIDE) : null);
    } else if (count > 0 && !parse(in)) {
      kept = copy(in);
    }
  }

  /// Parses all that has arrived.
  ///
  /// @return true if the prelude has ended, complete or refused
  private boolean parse(ByteBuffer in) {
    try {
      switch (prelude.read(in)) {
        case Prelude.More(int max) -> {
          upTo = max;
          return false;
        }
        case Prelude.Done done -> {
          Connection claimed = connection.claimedBy(done.peer(), done.local());
          ByteBuffer first = copy(in.position(in.position() + done.length()));
          release();
          receiver.arrived(this, claimed, first);
        }
      }
    } catch (ProtocolException e) {
      refuse(e.problem());
    }
    return true;
  }

  private static ByteBuffer copy(ByteBuffer in) {
    return in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
  }

  /// Closes the connection.
  ///
  /// @param why as in [Receiver#refused]
  public void refuse(@Nullable Problem why) {
    if (!isOver) {
      release();
      connection.close();
      receiver.refused(this, why);
    }
  }

  /// Leaves the loop. The key stays with the connection, for its next owner.
  private void release() {
    isOver = true;
    kept = NOTHING;
    loop.leave(this);
    SelectionKey key = this.key;
    if (key != null && key.isValid()) {
      key.interestOps(0);
    }
  }

  @Override
  public void broken(Throwable cause) {
    refuse(Problem.of(ProxyProblem.READING_FAILED, cause.toString()));
  }

  @Override
  public void sweep(long nowNanos) {
    if (nowNanos - acceptedAt >= timeoutNanos) {
      refuse(
          Problem.of(
              kept.hasRemaining() ? ProxyProblem.INCOMPLETE_IN_TIME : ProxyProblem.NONE_IN_TIME,
              DurationText.print(Duration.ofNanos(timeoutNanos))));
    }
  }

  @Override
  public void abandon() {
    refuse(null);
  }

  @Override
  public Receiver receiver() {
    return receiver;
  }
}
