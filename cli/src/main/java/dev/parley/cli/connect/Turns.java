package dev.parley.cli.connect;

import dev.parley.limit.Clock;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// When the next message may go out: a turn is over when the last message was answered, or when no
/// answer has come for the wait.
///
/// ```
///   send ─▶ (ready: the word) ─▶ an answer · nothing for the wait · the peer's end ─▶ next send
/// ```
///
/// Programs that frame nothing read with one `recv`, and two messages that arrive together are one
/// to them. Programs that speak `ready` read a message in pieces of a fixed size, and take digits
/// that follow it at once for a part of it. A reply says that the message was taken. The first one
/// that comes counts, even if it is the rest of an earlier reply.
///
/// The end of the input waits for the last turn too: programs that do not notice the end of our
/// side must not meet it before they have answered.
///
/// [#heard] and [#over] are for the thread that receives, all else is for the thread that sends.
final class Turns {
  /// Which messages wait.
  enum Rule {
    /// None, unless the session has settled on raw; then as [#UNTIL_SILENCE].
    ONCE_RAW,
    /// Each one, until one was not answered within the wait.
    UNTIL_SILENCE,
    /// Each one.
    ALWAYS,
    /// Each one, first for the word `ready`. A receiver that has not answered is given less time.
    READY
  }

  private static final int WORD_BYTES = 5;
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// With `ready`, for a server that was silent before, and after an empty message, whose reply may
  /// be nothing.
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Rule rule;
  private final Session session;
  private final BooleanSupplier isRaw;
  private final Clock clock;
  private final long waitNanos;
  private final Runnable silence;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private long answers; // guarded by lock
  private boolean isOver; // guarded by lock

  // What was so when the last message was sent.
  private boolean isOwed;
  private boolean wasEmpty;
  private long answersBefore;
  private long bytesBefore;

  private boolean isMute;

  /// @param isRaw whether the session has settled on raw; for [Rule#ONCE_RAW]
  /// @param wait how long an answer is awaited
  /// @param silence run once when messages no longer wait because one was not answered
  Turns(
      Rule rule,
      Session session,
      BooleanSupplier isRaw,
      Clock clock,
      Duration wait,
      Runnable silence) {
    this.rule = rule;
    this.session = session;
    this.isRaw = isRaw;
    this.clock = clock;
    this.waitNanos = wait.toNanos();
    this.silence = silence;
  }

  /// The peer has said something.
  void heard() {
    lock.lock();
    try {
      answers++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The peer will say nothing more.
  void over() {
    lock.lock();
    try {
      isOver = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Blocks until the next message may go out, which must follow.
  void begin(boolean isEmpty) throws InterruptedException {
    boolean wasMute = isMute;
    end();
    if (isMute && !wasMute && rule != Rule.READY) {
      silence.run();
    }
    lock.lock();
    try {
      answersBefore = answers;
    } finally {
      lock.unlock();
    }
    bytesBefore = rule == Rule.READY ? session.traffic().bytesIn() : 0;
    wasEmpty = isEmpty;
    isOwed = true;
  }

  /// There is nothing more to send. Blocks until the last message was answered or has waited long
  /// enough. With `ready`, a reply that has a length of its own waits for our word, which can no
  /// longer be sent after the end of our side; the layer holds that back only until the word for
  /// what we sent has come.
  void finish() throws InterruptedException {
    if (rule == Rule.READY && isOwed) {
      isOwed = false;
      awaitReply();
    } else {
      end();
    }
  }

  private void end() throws InterruptedException {
    if (!isOwed) {
      return;
    }
    isOwed = false;
    switch (rule) {
      case READY -> awaitReady();
      case ALWAYS -> awaitAnswer(waitNanos);
      case UNTIL_SILENCE -> awaitUntilSilence();
      case ONCE_RAW -> {
        if (isRaw.getAsBoolean()) {
          awaitUntilSilence();
        }
      }
    }
  }

  private void awaitUntilSilence() throws InterruptedException {
    isMute = isMute || !awaitAnswer(waitNanos);
  }

  /// The word `ready` is no message and nothing tells of it, so the session's counts are glanced
  /// at.
  private void awaitReady() throws InterruptedException {
    boolean isTaken = false;
    while (!isTaken && !pause(GLANCE_NANOS)) {
      isTaken = session.traffic().bytesIn() - bytesBefore >= WORD_BYTES;
    }
    awaitReply();
  }

  private void awaitReply() throws InterruptedException {
    boolean isShort = isMute || wasEmpty;
    boolean isAnswered = awaitAnswer(isShort ? Math.min(SHORT_NANOS, waitNanos) : waitNanos);
    isMute = !isAnswered && (isMute || !wasEmpty);
  }

  /// Waits for so long, or until the peer will say nothing more: then true.
  private boolean pause(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long until = clock.nanos() + nanos;
      for (long left = nanos; left > 0 && !isOver; left = until - clock.nanos()) {
        long _ = news.awaitNanos(left);
      }
      return isOver;
    } finally {
      lock.unlock();
    }
  }

  /// True if an answer has come, or none can come any more; false after `nanos` without one.
  private boolean awaitAnswer(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long until = clock.nanos() + nanos;
      while (answers == answersBefore && !isOver) {
        long left = until - clock.nanos();
        if (left <= 0) {
          return false;
        }
        long _ = news.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
