package dev.parley.internal.net;

import dev.parley.limit.Clock;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/// Accepts on a platform thread of its own, for the listener of several loops: it goes on while one
/// of them is stuck in a handler.
public final class ThreadAcceptor implements Acceptor {
  private final ServerSocketChannel channel;
  private final Receiver receiver;
  private final Thread thread;
  private volatile boolean isStopped;

  // Only the acceptor's thread touches the fields below.
  private final Clock clock = Clock.system();
  private final InheritedOptions options;
  private final AcceptBackOff backOff = new AcceptBackOff();

  /// Creates an acceptor that takes over a bound socket, not running yet.
  public ThreadAcceptor(String name, StreamPort port, Receiver receiver, AcceptedOptions options) {
    this.channel = port.channel();
    this.receiver = receiver;
    this.options = new InheritedOptions(port, options, clock);
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    while (!isStopped) {
      try {
        options.set(); // here, since the first foreign call takes longer than a start may
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
    while (!isStopped) {
      try {
        // A consumer of our events may have interrupted this thread; accept would close the
        // channel.
        boolean _ = Thread.interrupted();
        SocketChannel peer = channel.accept();
        handOver(peer);
        backOff.reset();
      } catch (ClosedChannelException e) {
        return; // closed by our own stop
      } catch (Throwable e) {
        // Errors too: at the descriptor limit it may be impossible even to load a class.
        long nanos = backOff.next();
        reportFailed(e, nanos);
        if (pause(nanos)) {
          return;
        }
      }
    }
  }

  private void reportFailed(Throwable cause, long nanos) {
    try {
      receiver.failed(cause, nanos);
    } catch (Throwable e) {
      // Even the report failed; what counts is to go on.
    }
  }

  private void handOver(SocketChannel peer) {
    Connection connection = Connection.accepted(peer, options);
    if (connection != null) {
      receiver.accepted(connection, false);
    }
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

  @Override
  public void stop() {
    isStopped = true;
    LockSupport.unpark(thread);
    Sockets.close(channel);
  }

  @Override
  public void awaitStop(long nanos) {
    Join.await(thread, nanos);
  }
}
