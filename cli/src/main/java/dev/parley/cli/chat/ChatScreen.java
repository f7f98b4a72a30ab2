package dev.parley.cli.chat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.cli.terminal.KeptHistory;
import dev.parley.cli.terminal.LineEditor;
import dev.parley.cli.terminal.TypedLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/// A terminal for chat rooms: lines above, a region that changes, and a prompt, which is the
/// region's last line. What is being typed stays whole. A typed line is erased when it is finished,
/// since it appears again as a line of the talk.
///
/// A plain terminal (`TERM=dumb`) cannot change what it has shown: there is no region, typed lines
/// stay, and behind each line that comes the prompt and what was typed are repeated.
///
/// Methods of [ChatView.Screen] are confined to one thread, [#type] to another. Needs JLine.
final class ChatScreen implements ChatView.Screen, AutoCloseable {
  /// Maximum time for the typing thread to restore the terminal.
  private static final long LAST_WORDS_MILLIS = 1000;

  /// Keys that agree, on English and Chinese keyboards.
  private static final List<String> YES = List.of("y", "Y", "ｙ", "是", "好");

  private static final List<String> ANSWERS =
      Stream.concat(YES.stream(), Stream.of("n", "N", "ｎ", "否", "不")).toList();

  private final Terminal terminal;
  private final LineEditor reader;
  private final boolean isColoured;
  private final boolean isEditing;
  private final List<AttributedString> unshown = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private AttributedString below = new AttributedString("> ");

  /// What the person is asked, in place of the prompt; null for nothing.
  @GuardedBy("lock")
  private @Nullable AttributedString question;

  private boolean isChanged;
  private volatile boolean isClosing;
  private volatile @Nullable Thread typing;

  private ChatScreen(Terminal terminal, LineEditor reader, boolean isColoured) {
    this.terminal = terminal;
    this.reader = reader;
    this.isColoured = isColoured;
    this.isEditing = TypedLines.isEditing(terminal);
    reader.livePrompt(this::prompt);
  }

  /// Takes over the terminal.
  ///
  /// @throws IOException if there is no usable terminal
  static ChatScreen open(KeptHistory history, boolean isColoured, Completer completer)
      throws IOException {
    Terminal terminal = TypedLines.takeTerminal();
    LineEditor reader = TypedLines.reader(terminal, history, completer);
    if (TypedLines.isEditing(terminal)) {
      reader.setOpt(LineReader.Option.ERASE_LINE_ON_FINISH);
    }
    return new ChatScreen(terminal, reader, isColoured);
  }

  /// Receives what the person types, on the thread of [#type].
  interface Typist {
    /// Lines were typed, or pasted together.
    void lines(List<String> lines);

    /// What is being typed has changed.
    void typing(String line);

    /// Ctrl-D.
    void ended();

    /// Ctrl-C with nothing typed.
    void interrupted();

    /// No more keys can be read.
    void failed(Throwable cause);
  }

  /// Reads lines until the person leaves or the screen is closed.
  void type(Typist typist) {
    typing = Thread.currentThread();
    reader.watch(typist::typing);
    try {
      while (!isClosing) {
        try {
          typist.lines(TypedLines.split(reader.readLine()));
        } catch (UserInterruptException e) {
          if (!isClosing && e.getPartialLine().isEmpty()) {
            typist.interrupted();
            return;
          }
        }
      }
    } catch (EndOfFileException e) {
      if (!isClosing) {
        typist.ended();
      }
    } catch (RuntimeException | Error e) {
      if (!isClosing) {
        typist.failed(e);
      }
    }
  }

  /// Asks a question, on the thread of [#type], which one key answers.
  ///
  /// @return true for yes; false for no, and for Ctrl-C
  boolean ask(String asked) {
    setQuestion(new AttributedString(asked + " "));
    try {
      return YES.contains(reader.readKey(ANSWERS));
    } catch (UserInterruptException e) {
      return false;
    } finally {
      setQuestion(null);
    }
  }

  private void setQuestion(@Nullable AttributedString asked) {
    lock.lock();
    try {
      question = asked;
    } finally {
      lock.unlock();
    }
  }

  private AttributedString prompt() {
    lock.lock();
    try {
      return question != null ? question : below;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void above(AttributedString line) {
    unshown.add(styled(line));
  }

  @Override
  public void below(List<AttributedString> lines, AttributedString prompt) {
    AttributedStringBuilder all = new AttributedStringBuilder();
    for (AttributedString line : lines) {
      all.append(line).append('\n');
    }
    AttributedString whole = styled(all.append(prompt).toAttributedString());
    lock.lock();
    try {
      isChanged |= !below.equals(whole);
      below = whole;
    } finally {
      lock.unlock();
    }
  }

  private AttributedString styled(AttributedString line) {
    return isColoured ? line : new AttributedString(line.toString());
  }

  /// Brings to the screen what has changed.
  void flush() {
    boolean wasChanged = isChanged;
    isChanged = false;
    if (unshown.isEmpty()) {
      if (wasChanged) {
        reader.promptChanged();
      }
    } else {
      reader.renewPrompt();
      AttributedStringBuilder lines = new AttributedStringBuilder();
      lines.append(AttributedString.join(new AttributedString("\n"), unshown));
      reader.printAbove(lines.toAttributedString());
      unshown.clear();
    }
  }

  @Override
  public int columns() {
    int columns = terminal.getSize().getColumns();
    return columns > 0 ? columns : 80;
  }

  @Override
  public int rows() {
    int rows = terminal.getSize().getRows();
    return rows > 0 ? rows : 24;
  }

  @Override
  public void bell() {
    terminal.puts(InfoCmp.Capability.bell);
    terminal.flush();
  }

  @Override
  public boolean isEditing() {
    return isEditing;
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
