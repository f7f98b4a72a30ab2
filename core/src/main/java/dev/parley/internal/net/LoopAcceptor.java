package dev.parley.internal.net;

import dev.parley.internal.posix.UserTimeout;
import dev.parley.limit.Clock;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Accepts in the turns of a loop, for the listener of a single loop: no thread has to wake another
/// one for each connection. While a handler is stuck, nobody accepts, but nobody would serve the
/// connection either.
///
/// A turn accepts a few connections, serves them at once and comes back to the others in the next
/// one, so a storm of them delays nobody; and it accepts one at least in each turn, so newcomers
/// get in beside any flood.
///
/// Where newcomers may evict one another ([Acceptor.Receiver#hasEvictions]), those that are left
/// waiting are a crowd: until nobody waits any more, turns accept many, and tasks serve them. So a
/// newcomer behind thousands of attackers is soon admitted, while they evict one another before
/// they have cost a session.
public final class LoopAcceptor implements Acceptor, EventLoop.Ready {
  /// The most connections that a turn serves at once: each takes some 50 µs, as long as its session
  /// needs to begin, to read and to answer.
  static final int MAX_SERVED = 16;

  /// The most connections that a turn accepts from a crowd.
  static final int MAX_OF_CROWD = 240;

  /// The time that a turn has for accepting from crowds.
  private static final long CROWD_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private final EventLoop loop;
  private final ServerSocketChannel channel;
  private final Receiver receiver;
  private final CountDownLatch isReleased = new CountDownLatch(1);

  /// Created in advance: later there may be no memory to link the expression.
  private final Runnable resuming = this::resume;

  private final LoopRetries.Retry retry = new LoopRetries.Retry(resuming);

  // Only the loop touches the fields below.
  private final InheritedOptions options;
  private final AcceptBackOff backOff = new AcceptBackOff();
  private @Nullable SelectionKey key;

  /// True if the last turn left some of a crowd waiting.
  private boolean isCrowd;

  /// Creates an acceptor that takes over a bound socket, not running yet.
  ///
  /// @param loop the receiver is called on it
  public LoopAcceptor(EventLoop loop, StreamPort port, Receiver receiver, AcceptedOptions options) {
    this.loop = loop;
    this.channel = port.channel();
    this.receiver = receiver;
    this.options = new InheritedOptions(port, options, Clock.system());
  }

  @Override
  public void start() {
    loop.execute(this::begin);
  }

  /// Registers the listener before a foreign call uses its descriptor. The descriptor of a
  /// registered channel stays valid until the selector's next select, even if another thread closes
  /// the channel.
  private void begin() {
    try {
      loop.cancel(loop.schedule(loop.now(), resuming)); // later it may be impossible to load it
      key = loop.register(channel, 0, this);
    } catch (ClosedChannelException e) {
      return; // stopped before
    } catch (Exception | Error e) {
      failed(e);
      return;
    }
    if (options.isPrepared()) {
      open();
    } else {
      prepare();
    }
  }

  /// Makes the first foreign call of the process on a short-lived thread: it takes some 50 ms, in
  /// which the loop would serve nobody.
  private void prepare() {
    Runnable task = this::open;
    Runnable handOver = () -> loop.execute(task);
    try {
      Thread.ofPlatform()
          .name("parley-prepare")
          .daemon(true)
          .start(() -> {
            try {
              UserTimeout.prepare();
            } finally {
              loop.insist(handOver); // whatever that throws
            }
          });
    } catch (Exception | Error e) {
      resume(); // no thread: one protection less, but no reason to refuse service
    }
  }

  private void open() {
    if (channel.isOpen()) {
      try {
        options.set();
      } finally {
        resume(); // without memory too, or it would be deaf for ever
      }
    }
  }

  private void resume() {
    SelectionKey key = this.key;
    try {
      if (key == null) {
        begin();
      } else {
        key.interestOps(SelectionKey.OP_ACCEPT);
      }
    } catch (CancelledKeyException e) {
      // Stopped meanwhile.
    }
  }

  @Override
  public void ready(SelectionKey key) {
    if (isCrowd || (!isEveryoneServed() && receiver.hasEvictions())) {
      isCrowd = !isEveryoneAccepted();
    }
  }

  /// Accepts and serves connections; returns true if nobody waits any more.
  private boolean isEveryoneServed() {
    TurnLimits limits = loop.limits();
    int left = MAX_SERVED;
    do {
      if (!isAccepted(true)) {
        return true;
      }
      left--;
    } while (left > 0 && !limits.isSpent() && !limits.isLate());
    return false;
  }

  /// Accepts connections that are served later; returns true if nobody waits any more.
  private boolean isEveryoneAccepted() {
    TurnLimits limits = loop.limits();
    int left = MAX_OF_CROWD;
    do {
      if (!isAccepted(false)) {
        return true;
      }
      left--;
    } while (left > 0 && !limits.isLate(CROWD_NANOS));
    return false;
  }

  /// Accepts one connection; returns false if none is waiting, or that failed.
  private boolean isAccepted(boolean servesAtOnce) {
    loop.enter();
    try {
      SocketChannel peer = channel.accept();
      if (peer == null) {
        options.noneIsWaiting();
        return false;
      }
      Connection connection = Connection.accepted(peer, options);
      if (connection != null) {
        receiver.accepted(connection, servesAtOnce);
      }
      backOff.reset();
      return true;
    } catch (ClosedChannelException e) {
      return false; // closed by our own stop
    } catch (Exception | Error e) {
      failed(e);
      return false;
    } finally {
      loop.exit();
    }
  }

  /// Pauses. If there is no memory for that, it tries again in the next turn, where the loop has
  /// closed sessions; or in the next sweep, if it is not registered yet.
  private void failed(Throwable cause) {
    long nanos = backOff.next();
    try {
      receiver.failed(cause, nanos);
    } catch (Exception | Error e) {
      // Even the report failed; what counts is to go on.
    }
    SelectionKey key = this.key;
    if (key == null) {
      beginAt(loop.now() + nanos);
      return;
    }
    loop.schedule(loop.now() + nanos, resuming);
    try {
      key.interestOps(0);
    } catch (CancelledKeyException e) {
      // Stopped meanwhile.
    }
  }

  private void beginAt(long nanos) {
    boolean isScheduled = false;
    try {
      loop.schedule(nanos, resuming);
      isScheduled = true;
    } finally {
      if (!isScheduled) {
        loop.retryLater(retry);
      }
    }
  }

  @Override
  public void broken(Throwable cause) {
    // It was reported, and the listener is as it was.
  }

  /// The channel is closed at once. Its descriptor, and with it the address, is released by the
  /// selector, in a task: at the latest when a handler that is stuck returns.
  @Override
  public void stop() {
    Sockets.close(channel);
    if (loop.isCurrent() || !loop.offer(this::release)) {
      isReleased.countDown();
    }
  }

  private void release() {
    loop.releaseClosed();
    isReleased.countDown();
  }

  @Override
  public void awaitStop(long nanos) {
    if (!loop.isCurrent()) {
      Join.await(isReleased, loop.host().await(() -> isReleased.getCount() == 0, nanos));
    }
  }
}
