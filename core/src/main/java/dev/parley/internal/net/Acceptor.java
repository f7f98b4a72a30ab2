package dev.parley.internal.net;

import dev.parley.internal.posix.DescriptorSearch;
import dev.parley.internal.posix.UserTimeout;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One platform thread that accepts the connections of one stream listener.
///
/// A failing `accept` does not end it: it backs off 10 ms, doubling to 500 ms, and tries again, so
/// that at the descriptor limit it costs next to nothing and recovers within a second. (A loop that
/// retries at once fails some 400,000 times a second.)
public final class Acceptor {
  private static final long FIRST_BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long MAX_BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Connections accepted within this time after the listener was configured may be older than
  /// that.
  private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Receives connections. Called on the acceptor's thread.
  public interface Receiver {
    /// Accepts a connection, which the receiver now owns.
    void accepted(Connection connection);

    /// Accepting failed and is tried again after `backOffNanos`.
    void failed(Throwable cause, long backOffNanos);
  }

  private final ServerSocketChannel channel;
  private final Receiver receiver;
  private final int unacknowledgedMillis;
  private final Thread thread;
  private volatile boolean isStopped;

  // Only the acceptor's thread touches the fields below.
  private final Clock clock = Clock.system();
  private long earlyUntil;
  private boolean isEarly;

  /// Creates an acceptor that takes over a bound socket, not running yet.
  ///
  /// @param unacknowledgedMillis how long data sent to a TCP peer may stay unacknowledged, where
  ///   that can be set; 0 for the system's own limit
  public Acceptor(String name, StreamPort port, Receiver receiver, int unacknowledgedMillis) {
    this.channel = port.channel();
    this.receiver = receiver;
    this.unacknowledgedMillis =
        port.local() instanceof InetSocketAddress ? unacknowledgedMillis : 0;
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
  }

  /// Starts the thread.
  void startThread() {
    thread.start();
  }

  /// Has `selector` report when connections wait, for an acceptor without a thread: the attachment
  /// of its key is a [Runnable] that accepts them, without waiting.
  ///
  /// @throws IOException if the listener is closed
  public void register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    SelectionKey _ =
        channel.register(selector, SelectionKey.OP_ACCEPT, (Runnable) this::acceptWaiting);
  }

  private void acceptWaiting() {
    try {
      SocketChannel peer = channel.accept();
      while (peer != null) {
        handOver(peer);
        peer = channel.accept();
      }
    } catch (IOException e) {
      reportFailed(e, FIRST_BACK_OFF_NANOS);
    }
  }

  private void run() {
    while (!isStopped) {
      try {
        limitUnacknowledged();
        boolean _ = pause(1); // its first run allocates, and later there may be no memory
        acceptAll();
        return;
      } catch (Throwable e) {
        // There was not even memory to go on, and any call here may need some.
      }
    }
  }

  /// Accepts until the acceptor is stopped.
  private void acceptAll() {
    long backOff = FIRST_BACK_OFF_NANOS;
    while (!isStopped) {
      try {
        // A consumer of our events may have interrupted this thread; accept would close the
        // channel.
        boolean _ = Thread.interrupted();
        SocketChannel peer = channel.accept();
        backOff = FIRST_BACK_OFF_NANOS;
        handOver(peer);
      } catch (ClosedChannelException e) {
        return; // closed by our own stop
      } catch (Throwable e) {
        // Errors too: at the descriptor limit it may be impossible even to load a class.
        reportFailed(e, backOff);
        if (pause(backOff)) {
          return;
        }
        backOff = Math.min(backOff * 2, MAX_BACK_OFF_NANOS);
      }
    }
  }

  /// Connections inherit the option from the listener, except those that were established before it
  /// was set there. Set on this thread, since the first foreign call takes longer than a server may
  /// take to start.
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

  private void reportFailed(Throwable cause, long backOff) {
    try {
      receiver.failed(cause, backOff);
    } catch (Throwable e) {
      // Even the report failed; what counts is to go on.
    }
  }

  private void handOver(SocketChannel peer) {
    Connection connection;
    try {
      connection = new Connection(peer);
      limitUnacknowledged(peer);
    } catch (IOException e) {
      Sockets.close(peer); // the peer left before it was served
      return;
    } catch (RuntimeException | Error e) {
      Sockets.close(peer); // nobody else owns it
      throw e;
    }
    receiver.accepted(connection);
  }

  /// Waits; returns true if the acceptor was stopped meanwhile. An interrupt does not stop it and
  /// must not cut the wait short. Parks, since waiting for a lock takes memory, and without memory
  /// it never returns (the JDK's `acquireOnOOME`).
  private boolean pause(long nanos) {
    long end = clock.nanos() + nanos;
    for (long left = nanos; left > 0 && !isStopped; left = end - clock.nanos()) {
      boolean _ = Thread.interrupted();
      LockSupport.parkNanos(this, left);
    }
    return isStopped;
  }

  /// Stops accepting and closes the channel; accepted connections stay open. Safe for any thread,
  /// does not wait and may be called twice.
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
