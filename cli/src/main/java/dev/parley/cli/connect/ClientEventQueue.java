package dev.parley.cli.connect;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What happened and was not yet looked at, oldest first. Safe for any thread.
final class ClientEventQueue {
  /// Few, so that a slow reader of ours pushes back to the peer: the client's inbox fills, then
  /// TCP.
  private static final int MOST_OF_STREAMS = 64;

  /// Many, because datagrams that find no room are lost.
  private static final int MOST_OF_DATAGRAMS = 4096;

  private final BlockingQueue<ClientEvent> queue;

  ClientEventQueue(boolean isDatagram) {
    queue = new ArrayBlockingQueue<>(isDatagram ? MOST_OF_DATAGRAMS : MOST_OF_STREAMS);
  }

  /// Adds one; blocks while there are too many.
  void put(ClientEvent happening) throws InterruptedException {
    queue.put(happening);
  }

  /// Adds one that a loop brings, which must not wait; it is dropped while there are too many.
  void offer(ClientEvent happening) {
    boolean _ = queue.offer(happening);
  }

  /// Adds the end of a thread that nobody expected; blocks while there are too many. To be called
  /// last, by that thread.
  void defect(Throwable cause) {
    try {
      put(new ClientEvent.Defect(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The next, waiting for at most `nanos`; null if none came.
  @Nullable ClientEvent next(long nanos) throws InterruptedException {
    return queue.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /// True if nothing waits to be looked at.
  boolean isEmpty() {
    return queue.isEmpty();
  }
}
