package dev.parley.cli.connect;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A bounded queue of client events, oldest first. Safe for any thread.
final class ClientEventQueue {
  /// Few, so that a slow reader on our side pushes back to the peer: the client's inbox fills, then
  /// TCP's buffers.
  private static final int MAX_OF_STREAMS = 64;

  /// Many, because datagrams are lost when the inbox is full.
  private static final int MAX_OF_DATAGRAMS = 4096;

  private final BlockingQueue<ClientEvent> queue;

  ClientEventQueue(boolean isDatagram) {
    queue = new ArrayBlockingQueue<>(isDatagram ? MAX_OF_DATAGRAMS : MAX_OF_STREAMS);
  }

  /// Adds an event. Blocks while the queue is full.
  void put(ClientEvent event) throws InterruptedException {
    queue.put(event);
  }

  /// Adds an event from an event loop, which must not block; drops it if the queue is full.
  void offer(ClientEvent event) {
    boolean _ = queue.offer(event);
  }

  /// Reports that the calling thread died of `cause`. Blocks while the queue is full. Must be the
  /// thread's last action.
  void defect(Throwable cause) {
    try {
      put(new ClientEvent.Defect(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns the next event, or null if none arrives within `nanos`.
  @Nullable ClientEvent next(long nanos) throws InterruptedException {
    return queue.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /// True if the queue is empty.
  boolean isEmpty() {
    return queue.isEmpty();
  }
}
