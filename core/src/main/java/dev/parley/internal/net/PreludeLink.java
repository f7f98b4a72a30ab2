package dev.parley.internal.net;

import dev.parley.layer.ProtocolException;
import dev.parley.limit.DurationText;
import dev.parley.prelude.Prelude;
import dev.parley.problem.PreludeProblem;
import dev.parley.problem.Problem;
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

  private final EventLoop loop;
  private final FirstInput input;
  private final Prelude prelude;
  private final Receiver receiver;
  private final long timeoutNanos;
  private final long acceptedAt;
  private int upTo;
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
    this.input = new FirstInput(loop, connection);
    this.prelude = prelude;
    this.receiver = receiver;
    this.timeoutNanos = timeoutNanos;
    this.acceptedAt = loop.now();
  }

  /// Registers the connection with the selector.
  public void open() {
    try {
      if (parse(FirstInput.NOTHING)) {
        return;
      }
      input.await(this);
      loop.join(this);
    } catch (IOException e) {
      refuse(null);
    } catch (RuntimeException | Error e) {
      broken(e);
      throw e;
    }
  }

  /// Returns the address that the connection comes from.
  public SocketAddress sender() {
    return input.connection().peer();
  }

  @Override
  public void ready(SelectionKey key) {
    if (isOver || !key.isValid()) {
      return;
    }
    int count;
    try {
      count = input.read(upTo);
    } catch (IOException e) {
      refuse(null); // a reset
      return;
    }
    ByteBuffer in = input.all();
    if (count < 0) {
      refuse(in.hasRemaining() ? prelude.problem(PreludeProblem.ENDED_INSIDE) : null);
    } else if (count > 0 && !parse(in)) {
      input.keep(FirstInput.copy(in));
    }
  }

  /// Parses all that has arrived.
  ///
  /// @return true if the prelude has ended, complete or refused
  private boolean parse(ByteBuffer in) {
    int there = in.remaining();
    try {
      switch (prelude.read(in.asReadOnlyBuffer())) {
        case Prelude.More(int more) -> {
          if (there == prelude.maxBytes()) {
            refuse(prelude.problem(PreludeProblem.TOO_LONG, there));
          } else if (more <= there) {
            refuse(prelude.problem(PreludeProblem.BROKEN, more, there));
          } else {
            upTo = Math.min(more, prelude.maxBytes());
            return false;
          }
        }
        case Prelude.Done done when done.length() < 0 || done.length() > there ->
            refuse(prelude.problem(PreludeProblem.BROKEN, done.length(), there));
        case Prelude.Done done -> {
          Connection claimed = input.connection().claimedBy(done.peer(), done.local());
          ByteBuffer first = FirstInput.copy(in.position(in.position() + done.length()));
          release();
          receiver.arrived(this, claimed, first);
        }
      }
    } catch (ProtocolException e) {
      refuse(e.problem());
    }
    return true;
  }

  /// Closes the connection.
  ///
  /// @param why as in [Receiver#refused]
  public void refuse(@Nullable Problem why) {
    if (!isOver) {
      release();
      input.connection().close();
      receiver.refused(this, why);
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
    refuse(prelude.problem(PreludeProblem.READING_FAILED, cause.toString()));
  }

  @Override
  public void sweep(long nowNanos) {
    if (nowNanos - acceptedAt >= timeoutNanos) {
      refuse(
          prelude.problem(
              input.hasBegun() ? PreludeProblem.INCOMPLETE_IN_TIME : PreludeProblem.NONE_IN_TIME,
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
