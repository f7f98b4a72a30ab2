package dev.parley.cli.connect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.cli.command.JobControl;
import dev.parley.cli.terminal.KeptHistory;
import dev.parley.cli.terminal.TypedLines;
import dev.parley.cli.text.Texts;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/// A prompt at a terminal: a person types in the last line, and the peer's messages appear above
/// it.
///
/// ```
///   parley: connected to tcp://127.0.0.1:9000
///   > hello
///   < HELLO
///   > what is being ty▁
/// ```
///
/// Arriving messages are inserted above the line being typed, which stays whole. Safe for any
/// thread, except [#show] and [#flush]. Needs JLine, which is not loaded for a pipe.
final class Prompt implements Stage, AutoCloseable {
  private static final String OWN_MARK = "> ";
  private static final String PEER_MARK = "< ";

  /// Timeout of one read for a key. JLine's reads without a timeout cannot be interrupted.
  private static final long KEY_MILLIS = 60_000;

  /// Maximum time for the typing thread to restore the terminal.
  private static final long LAST_WORDS_MILLIS = 1000;

  private final Terminal terminal;
  private final LineReader reader;
  private final boolean isColoured;
  private final List<AttributedString> unshown = new ArrayList<>();
  private volatile boolean isClosing;
  private volatile boolean isTypingEnded;
  private volatile @Nullable Thread typing;

  /// Guards interrupts: one that is meant to end the reading of lines must not hit the reading of
  /// keys that follows.
  private final ReentrantLock lines = new ReentrantLock();

  @GuardedBy("lines")
  private boolean isReadingLines;

  private Prompt(Terminal terminal, LineReader reader, boolean isColoured) {
    this.terminal = terminal;
    this.reader = reader;
    this.isColoured = isColoured;
  }

  /// Takes over the terminal.
  ///
  /// @throws IOException if there is no usable terminal
  static Prompt open(KeptHistory history, boolean isColoured) throws IOException {
    return at(TypedLines.takeTerminal(), history, isColoured);
  }

  /// Creates a prompt at this terminal, which is in raw mode.
  static Prompt at(Terminal terminal, KeptHistory history, boolean isColoured) {
    return new Prompt(terminal, TypedLines.reader(terminal, history), isColoured);
  }

  /// Receives what the person types. Called on the thread of [#type].
  interface Typist {
    /// A line was typed; without its line end.
    void line(String line);

    /// The person has ended our side, or [#endTyping] did: there are no more lines.
    void ended();

    /// The person wants to leave at once.
    void interrupted() throws InterruptedException;

    /// No more keys can be read, not even those that leave.
    void failed(Throwable cause) throws InterruptedException;
  }

  /// Reads keys until the prompt is closed: first lines, then only the keys that leave or suspend.
  void type(Typist typist) {
    typing = Thread.currentThread();
    try {
      readAll(typist);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reports anything that ends this thread: without it nobody can leave by a key, so the
  /// conversation must learn of it.
  private void readAll(Typist typist) throws InterruptedException {
    try {
      if (readLines(typist)) {
        typist.ended();
        readKeys(typist);
      }
    } catch (IOException | RuntimeException | Error e) {
      if (!isClosing) {
        typist.failed(e);
      }
    }
  }

  /// Stops reading lines; keys that leave or suspend still work.
  void endTyping() {
    lines.lock();
    try {
      isTypingEnded = true;
      Thread thread = typing;
      if (thread != null && isReadingLines) {
        thread.interrupt();
      }
    } finally {
      lines.unlock();
    }
  }

  /// Returns false if the person wants to leave or the prompt is closed.
  private boolean readLines(Typist typist) throws InterruptedException {
    String prompt = styled(OWN_MARK, AttributedStyle.BOLD).toAnsi(terminal);
    readsLines(true);
    try {
      while (!isClosing && !isTypingEnded) {
        try {
          TypedLines.split(reader.readLine(prompt)).forEach(typist::line);
        } catch (EndOfFileException e) {
          return true;
        } catch (UserInterruptException e) {
          if (!isClosing && !isTypingEnded && e.getPartialLine().isEmpty()) {
            typist.interrupted();
            return false;
          }
        }
      }
    } finally {
      readsLines(false);
    }
    return !isClosing;
  }

  /// Sets whether lines are being read. On false, clears a pending interrupt by [#endTyping].
  private void readsLines(boolean isReading) {
    lines.lock();
    try {
      isReadingLines = isReading;
      if (!isReading && !isClosing) {
        boolean _ = Thread.interrupted();
      }
    } finally {
      lines.unlock();
    }
  }

  private void readKeys(Typist typist) throws IOException, InterruptedException {
    while (!isClosing) {
      int key = terminal.reader().read(KEY_MILLIS);
      if (key == TypedLines.INTERRUPT || key == TypedLines.QUIT) {
        typist.interrupted();
        return;
      } else if (key == TypedLines.SUSPEND) {
        JobControl.suspend(terminal);
      } else if (key == NonBlockingReader.EOF) {
        throw new EOFException(Texts.text("connect.terminal-gone"));
      }
    }
  }

  /// Shows one notice of our own.
  void note(String line) {
    reader.printAbove(styled(line, AttributedStyle.DEFAULT.faint()));
  }

  @Override
  public void show(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    if (bytes.length > 0) {
      for (String line : lines.split("\n", -1)) {
        unshown.add(
            styled(PEER_MARK + line, AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN)));
      }
    }
  }

  @Override
  public void flush() {
    if (!unshown.isEmpty()) {
      AttributedStringBuilder lines = new AttributedStringBuilder();
      lines.append(AttributedString.join(new AttributedString("\n"), unshown));
      reader.printAbove(lines.toAttributedString());
      unshown.clear();
    }
  }

  private AttributedString styled(String text, AttributedStyle style) {
    return isColoured ? new AttributedString(text, style) : new AttributedString(text);
  }

  /// Ends the typing and restores the terminal.
  @Override
  public void close() throws IOException {
    isClosing = true;
    Thread thread = typing;
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(LAST_WORDS_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    TypedLines.giveBack(terminal);
  }
}
