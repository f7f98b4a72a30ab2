package dev.parley.internal.net;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One platform thread that accepts the connections of one stream listener.
///
/// A failing `accept` is weather, not death: it backs off 10 ms, doubling to 500 ms, and goes on,
/// so that at the descriptor limit it costs next to nothing and is back within a second of the
/// weather changing. (A loop that tries again at once fails some 400,000 times a second.)
public final class Acceptor {
  private static final long FIRST_BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long MOST_BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// What is accepted so long after the listener was set may have stood before.
  private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// What is done with connections. Called on the acceptor's thread.
  public interface Receiver {
    /// A connection, which is now the receiver's.
    void accepted(Connection connection);

    /// Accepting failed and goes on after `backOffNanos`.
    void failed(Throwable cause, long backOffNanos);
  }

  private final ServerSocketChannel channel;
  private final Receiver receiver;
  private final int unacknowledgedMillis;
  private final Thread thread;
  private volatile boolean isStopped;

  // Touched by the acceptor's thread alone.
  private final Clock clock = Clock.system();
  private long earlyUntil;
  private boolean isEarly;

  /// An acceptor that takes a bound socket over, not yet running.
  ///
  /// @param unacknowledgedMillis how long what is sent to a peer over TCP may stay unacknowledged
  ///   by its system, where ours can be asked for that; 0 for as long as the system likes
  public Acceptor(String name, StreamPort port, Receiver receiver, int unacknowledgedMillis) {
    this.channel = port.channel();
    this.receiver = receiver;
    this.unacknowledgedMillis =
        port.local() instanceof InetSocketAddress ? unacknowledgedMillis : 0;
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
  }

  /// Starts the thread.
  public void start() {
    thread.start();
  }

  private void run() {
    while (!isStopped) {
      try {
        limitUnacknowledged();
        boolean _ = pause(1); // its first run takes memory, and later there may be none
        acceptAll();
        return;
      } catch (Throwable e) {
        // There was not even memory to go on with, and any call here may need some.
      }
    }
  }

  /// Accepts until the acceptor is stopped.
  private void acceptAll() {
    long backOff = FIRST_BACK_OFF_NANOS;
    while (!isStopped) {
      try {
        // Whoever watches our events may have interrupted this thread; accept would close the
        // channel.
        boolean _ = Thread.interrupted();
        SocketChannel peer = channel.accept();
        backOff = FIRST_BACK_OFF_NANOS;
        hand(peer);
      } catch (ClosedChannelException e) {
        return; // our own stop
      } catch (Throwable e) {
        // Errors too: at the descriptor limit even a class may be impossible to load.
        tellFailed(e, backOff);
        if (pause(backOff)) {
          return;
        }
        backOff = Math.min(backOff * 2, MOST_BACK_OFF_NANOS);
      }
    }
  }

  /// Connections inherit it from the listener, but for those that stood before it was set there.
  /// Here, since the first foreign call takes longer than a server may take to start.
  private void limitUnacknowledged() {
    if (unacknowledgedMillis > 0) {
      boolean isSet =
          UserTimeout.set(channel, DescriptorSearch.Kind.LISTENER, unacknowledgedMillis);
      earlyUntil = isSet ? clock.nanos() + EARLY_NANOS : 0;
      isEarly = isSet;
    }
  }

  private void limitUnacknowledged(SocketChannel peer) {
    if (isEarly) {
      boolean _ = UserTimeout.set(peer, DescriptorSearch.Kind.CONNECTION, unacknowledgedMillis);
      isEarly = clock.nanos() - earlyUntil < 0;
    }
  }

  private void tellFailed(Throwable cause, long backOff) {
    try {
      receiver.failed(cause, backOff);
    } catch (Throwable e) {
      // It could not even be told; what counts is to go on.
    }
  }

  private void hand(SocketChannel peer) {
    Connection connection;
    try {
      connection = new Connection(peer);
      limitUnacknowledged(peer);
    } catch (IOException e) {
      Sockets.close(peer); // it left before it was served
      return;
    } catch (RuntimeException | Error e) {
      Sockets.close(peer); // nobody else has it
      throw e;
    }
    receiver.accepted(connection);
  }

  /// Waits; true if the acceptor was stopped meanwhile. An interrupt is no stop, and must not cut
  /// the wait short. Parks, since waiting for a lock takes memory, and without it has no end (the
  /// JDK's `acquireOnOOME`).
  private boolean pause(long nanos) {
    long end = clock.nanos() + nanos;
    for (long left = nanos; left > 0 && !isStopped; left = end - clock.nanos()) {
      boolean _ = Thread.interrupted();
      LockSupport.parkNanos(this, left);
    }
    return isStopped;
  }

  /// Stops accepting and closes the channel; connections accepted so far live on. Safe for any
  /// thread, does not wait and may be called twice.
  public void stop() {
    isStopped = true;
    LockSupport.unpark(thread);
    Sockets.close(channel);
  }

  /// Waits until the thread has ended, at most `nanos`.
  public void awaitStop(long nanos) {
    Join.await(thread, nanos);
  }
}
