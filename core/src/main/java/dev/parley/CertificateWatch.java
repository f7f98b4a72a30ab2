package dev.parley;

import dev.parley.secure.TlsServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Has a server's certificates follow their files: a thread of its own looks once a second, since
/// looking blocks. Safe for any thread.
final class CertificateWatch implements AutoCloseable {
  private final TlsServer tls;
  private final Consumer<Event> events;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ReentrantLock reading = new ReentrantLock();

  CertificateWatch(TlsServer tls, Consumer<Event> events) {
    this.tls = tls;
    this.events = events;
  }

  void start() {
    Thread.ofPlatform().daemon().name("parley-certificates").start(this::watch);
  }

  private void watch() {
    try {
      while (!stopped.await(1, TimeUnit.SECONDS)) {
        if (tls.hasChanged()) {
          reload();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody of ours does that; it means to end
    }
  }

  /// Reads the files now and tells what came of it.
  void reload() {
    Event outcome;
    reading.lock();
    try {
      outcome = new Event.CertificatesReloaded(tls.reload());
    } catch (IOException | RuntimeException e) {
      outcome = new Event.CertificatesKept(String.valueOf(e.getMessage()));
    } finally {
      reading.unlock();
    }
    events.accept(outcome);
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
