package dev.parley.cli.connect;

import dev.parley.limit.Clock;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Turn-taking: decides when the next message may be sent. A turn is over when the last message was
/// answered, or when no answer has come within the wait.
///
/// ```
///   send ─▶ (ready: the word) ─▶ an answer · nothing within the wait · the peer's end ─▶ next send
/// ```
///
/// Programs without framing read with one `recv` and take two messages that arrive together for
/// one. Programs that speak `ready` read a message in pieces of a fixed size, and take digits that
/// follow it immediately for part of it. A reply shows that the message was read. Any reply counts,
/// even if it is the rest of an earlier one.
///
/// The end of the input waits for the last turn, too: a program that does not expect our half-close
/// must not meet it before it has replied.
///
/// [#heard] and [#over] are for the receiving thread, everything else is for the sending thread.
final class Turns {
  /// Which messages wait.
  enum Rule {
    /// None, until the session has settled on raw; then as [#UNTIL_SILENCE].
    ONCE_RAW,
    /// Each one, until one was not answered within the wait.
    UNTIL_SILENCE,
    /// Each one.
    ALWAYS,
    /// Each one, first for the word `ready`. A receiver that did not reply last time gets less
    /// time.
    READY
  }

  private static final int WORD_BYTES = 5;
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// The wait for a server with `ready` that did not reply last time, and after an empty message,
  /// whose reply may be nothing.
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

  // The state when the last message was sent.
  private boolean isOwed;
  private boolean wasEmpty;
  private long answersBefore;
  private long bytesBefore;

  private boolean isMute;

  /// @param isRaw true once the session has settled on raw; for [Rule#ONCE_RAW]
  /// @param wait how long to wait for an answer
  /// @param silence run once when messages stop waiting because one was not answered
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

  /// Takes note that a message arrived.
  void heard() {
    lock.lock();
    try {
      answers++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes note that the peer will send nothing more.
  void over() {
    lock.lock();
    try {
      isOver = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Blocks until the next message may be sent. The caller must then send it.
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

  /// Ends the sending: blocks until the last message was answered or has waited long enough. With
  /// `ready`, a reply that has its own length waits for our word, which can no longer be sent after
  /// our half-close; the layer delays the half-close only until the peer's word for our message has
  /// come.
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

  /// Waits for the word `ready`, then for the reply. The word is no message and causes no event, so
  /// this polls the session's counters.
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

  /// Waits for `nanos`, or until the peer will send nothing more; true in the latter case.
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
