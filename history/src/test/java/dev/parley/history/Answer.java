package dev.parley.history;

import dev.parley.chat.history.History.Reply;
import dev.parley.chat.history.HistoryFault;
import dev.parley.testing.Wait;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A reply that a test waits for.
final class Answer<T> implements Reply<T> {
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile T result;
  private volatile HistoryFault fault;

  /// Calls, and waits for the result.
  static <T> T of(Consumer<Reply<T>> call) {
    return sent(call).result();
  }

  /// Calls, and waits for the fault.
  static <T> HistoryFault fault(Consumer<Reply<T>> call) {
    return Answer.<T>sent(call).fault();
  }

  /// Calls without waiting.
  static <T> Answer<T> sent(Consumer<Reply<T>> call) {
    Answer<T> answer = new Answer<>();
    call.accept(answer);
    return answer;
  }

  @Override
  public void done(T value) {
    set(value, null);
  }

  @Override
  public void failed(HistoryFault why) {
    set(null, why);
  }

  private void set(T value, HistoryFault why) {
    if (answered.getCount() == 0) {
      throw new IllegalStateException("answered twice");
    }
    result = value;
    fault = why;
    answered.countDown();
  }

  /// Waits for the result.
  T result() {
    await();
    if (fault != null) {
      throw new AssertionError("failed: " + fault);
    }
    return result;
  }

  /// Waits for the fault.
  HistoryFault fault() {
    await();
    if (fault == null) {
      throw new AssertionError("not failed: " + result);
    }
    return fault;
  }

  /// Waits, and returns true if it is done.
  boolean isDone() {
    await();
    return fault == null;
  }

  private void await() {
    try {
      if (!answered.await(Wait.SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("no reply");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
