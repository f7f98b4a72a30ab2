package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.testing.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Records what is shown, messages as `number:text`, and lets a test wait for it. Safe for any
/// thread.
final class RecordingScreen implements Screen {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final List<Object> shown = new ArrayList<>();

  @Override
  public void message(Peer from, Message message) {
    add(from.number() + ":" + message.text());
  }

  @Override
  public void notice(Notice notice) {
    add(notice);
  }

  private void add(Object one) {
    lock.lock();
    try {
      shown.add(one);
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits, at most [Wait#TIME], until this message has been shown.
  void awaitMessage(String numberAndText) throws InterruptedException {
    await(numberAndText::equals);
  }

  /// Waits, at most [Wait#TIME], until the messages of peer `number` together have `count`
  /// characters.
  void awaitCharacters(int number, int count) throws InterruptedException {
    await(_ -> said(number).length() >= count);
  }

  /// Returns the concatenated messages of the peer with this number.
  String said(int number) {
    String start = number + ":";
    return messages().stream()
        .filter(message -> message.startsWith(start))
        .map(message -> message.substring(start.length()))
        .collect(Collectors.joining());
  }

  /// Returns the first notice of this type for which `matches` is true, waiting for it at most
  /// [Wait#TIME].
  <N extends Notice> N awaitNotice(Class<N> type, Predicate<N> matches)
      throws InterruptedException {
    return type.cast(await(one -> type.isInstance(one) && matches.test(type.cast(one))));
  }

  private Object await(Predicate<Object> matches) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = Wait.TIME.toNanos();
      while (true) {
        for (Object one : shown) {
          if (matches.test(one)) {
            return one;
          }
        }
        if (left <= 0) {
          throw new AssertionError("waited in vain, shown was " + shown);
        }
        left = added.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Returns all messages so far, as `number:text`.
  List<String> messages() {
    lock.lock();
    try {
      return shown.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    } finally {
      lock.unlock();
    }
  }

  /// Returns what was shown last.
  Object last() {
    lock.lock();
    try {
      return shown.getLast();
    } finally {
      lock.unlock();
    }
  }

  /// Returns the text of the last notice.
  String lastNotice() {
    lock.lock();
    try {
      return shown.reversed().stream()
          .filter(Notice.class::isInstance)
          .map(one -> ((Notice) one).text())
          .findFirst()
          .orElse("");
    } finally {
      lock.unlock();
    }
  }
}
