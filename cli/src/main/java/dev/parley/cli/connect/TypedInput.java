package dev.parley.cli.connect;

import dev.parley.cli.report.ClientNotes;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Sends what a person types at a [Prompt].
///
/// ```
///   parley-keys    keys ─▶ Prompt ─▶ lines ─▶ queue ─┐
///   parley-input               MessageSender ◀───────┘
/// ```
///
/// The thread that reads the keys never waits for the server, so keys work in every state: while a
/// send blocks, and after our half-close.
final class TypedInput implements Input, Prompt.Typist {
  /// Maximum number of queued characters: more than anybody types or pastes.
  private static final int MAX_QUEUED = 1 << 24;

  private final Prompt prompt;
  private final MessageSender sender;
  private final ClientNotes notes;
  private final ClientEventQueue happenings;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition typed = lock.newCondition();
  private final Deque<String> queue = new ArrayDeque<>();
  private long queued;
  private boolean isTypingEnded;

  private volatile boolean isSaying;
  private volatile boolean hasLost;

  TypedInput(Prompt prompt, MessageSender sender, ClientNotes notes, ClientEventQueue happenings) {
    this.prompt = prompt;
    this.sender = sender;
    this.notes = notes;
    this.happenings = happenings;
  }

  @Override
  public void start() {
    Thread.ofPlatform().name("parley-input").daemon().start(this::run);
    Thread.ofPlatform().name("parley-keys").daemon().start(() -> prompt.type(this));
  }

  // On the thread that reads the keys.

  @Override
  public void line(String line) {
    lock.lock();
    try {
      if (isTypingEnded) {
        return;
      }
      if (queued + line.length() <= MAX_QUEUED) {
        queue.add(line);
        queued += line.length();
        typed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    notes.say(Texts.problem("connect.too-much-typed"));
    hasLost = true;
  }

  @Override
  public void ended() {
    lock.lock();
    try {
      isTypingEnded = true;
      typed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void interrupted() throws InterruptedException {
    happenings.put(new ClientEvent.Interrupted());
  }

  @Override
  public void failed(Throwable cause) throws InterruptedException {
    happenings.put(
        cause instanceof IOException || cause instanceof IOError
            ? new ClientEvent.Failed(
                Texts.problem("connect.terminal-unreadable", ProblemTexts.sentence(cause)))
            : new ClientEvent.Defect(cause));
  }

  // On the sending thread.

  private void run() {
    try {
      MessageSender.Next next = sayAll();
      if (next == MessageSender.Next.LEAVES) {
        happenings.put(new ClientEvent.Left());
      } else {
        isSaying = false;
        prompt.endTyping();
        sender.finish();
        happenings.put(new ClientEvent.InputEnded());
      }
    } catch (IOException e) {
      hasLost = true; // the session has ended; the receiving thread reports why
      isSaying = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      happenings.defect(e);
    }
  }

  private MessageSender.Next sayAll() throws IOException, InterruptedException {
    for (String line = take(); line != null; line = take()) {
      MessageSender.Next next = sender.say(line.getBytes(StandardCharsets.UTF_8), 0);
      if (next != MessageSender.Next.GOES_ON) {
        return next;
      }
    }
    return MessageSender.Next.ENDS;
  }

  /// Returns the next line, or null when there will be none.
  private @Nullable String take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      isSaying = false;
      while (queue.isEmpty() && !isTypingEnded) {
        typed.await();
      }
      String line = queue.poll();
      if (line != null) {
        queued -= line.length();
        isSaying = true;
      }
      return line;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isPending() {
    lock.lock();
    try {
      return !hasLost && (isSaying || !queue.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean hasLost() {
    return hasLost;
  }

  @Override
  public boolean isPerson() {
    return true;
  }
}
