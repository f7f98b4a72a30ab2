package dev.parley;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.frame.Message;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The inbox and the two ends of a conversation: the loop puts, the talking thread receives and
/// sends.
///
/// A full inbox pauses reading, and with that the peer; it goes on when half is taken. The lock is
/// held for moments only, never while anything blocks or while the session is called.
final class ConversationTalk implements Conversation {
  /// What an inbox holds before it pauses the peer: enough for a batch of small messages, or one
  /// large one.
  private static final int MAX_MESSAGES = 256;

  private static final int MAX_BYTES = 1 << 16;

  /// Counted for every message besides its bytes, so that empty ones are not free.
  private static final int MESSAGE_COST = 64;

  private final LoopSession session;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<Message> inbox = new ArrayDeque<>();

  @GuardedBy("lock")
  private int inboxBytes;

  @GuardedBy("lock")
  private boolean isPaused;

  @GuardedBy("lock")
  private boolean isEnded;

  @GuardedBy("lock")
  private long drains;

  @GuardedBy("lock")
  private @Nullable CloseReason closedBy;

  @GuardedBy("lock")
  private String detail = "";

  ConversationTalk(LoopSession session) {
    this.session = session;
  }

  // The loop's side.

  void put(Message message) {
    boolean pause;
    lock.lock();
    try {
      if (isEnded) {
        return; // draining: what comes now is too late
      }
      inbox.add(message);
      inboxBytes += message.length() + MESSAGE_COST;
      pause = !isPaused && (inbox.size() >= MAX_MESSAGES || inboxBytes >= MAX_BYTES);
      isPaused |= pause;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (pause) {
      session.pauseReading();
    }
  }

  void end() {
    lock.lock();
    try {
      isEnded = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void drained() {
    lock.lock();
    try {
      drains++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close(CloseReason reason, String detail) {
    lock.lock();
    try {
      isEnded = true;
      closedBy = reason;
      this.detail = detail;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // The talking thread's side.

  @Override
  public @Nullable Message receive() throws IOException, InterruptedException {
    return receive(Long.MAX_VALUE);
  }

  @Override
  public @Nullable Message receive(Duration timeout) throws IOException, InterruptedException {
    return receive(timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : Long.MAX_VALUE);
  }

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private @Nullable Message receive(long nanos) throws IOException, InterruptedException {
    Message message;
    boolean resume;
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (inbox.isEmpty() && !isEnded) {
        if (left == Long.MAX_VALUE) {
          changed.await();
        } else if (left <= 0) {
          throw new SocketTimeoutException(
              "no message within " + Duration.ofNanos(nanos).toMillis() + " ms");
        } else {
          left = changed.awaitNanos(left);
        }
      }
      message = inbox.poll();
      if (message == null) {
        if (closedBy != null && closedBy.fault() != CloseReason.Fault.NOBODY) {
          throw new SessionClosedException(closedBy, detail);
        }
        return null;
      }
      inboxBytes -= message.length() + MESSAGE_COST;
      resume = isPaused && inbox.size() <= MAX_MESSAGES / 2 && inboxBytes <= MAX_BYTES / 2;
      isPaused &= !resume;
    } finally {
      lock.unlock();
    }
    if (resume) {
      session.resumeReading();
    }
    return message;
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    while (true) {
      long seen = drains();
      if (session.offer(message)) {
        return;
      }
      awaitDrain(seen);
    }
  }

  private long drains() {
    lock.lock();
    try {
      return drains;
    } finally {
      lock.unlock();
    }
  }

  private void awaitDrain(long seen) throws SessionClosedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (drains == seen && session.isOpen() && closedBy == null) {
        changed.await();
      }
      if (closedBy != null) {
        throw new SessionClosedException(closedBy, detail);
      }
    } finally {
      lock.unlock();
    }
    if (!session.isOpen()) {
      throw new SessionClosedException(session.reason(), session.detail());
    }
  }

  @Override
  public LoopSession session() {
    return session;
  }

  @Override
  public Iterator<Message> iterator() {
    return new Iterator<>() {
      private @Nullable Message next;

      @Override
      public boolean hasNext() {
        if (next == null) {
          next = nextOrEnd();
        }
        return next != null;
      }

      @Override
      public Message next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException();
        }
        Message message = next;
        next = null;
        return message;
      }
    };
  }

  private @Nullable Message nextOrEnd() {
    try {
      return receive();
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
