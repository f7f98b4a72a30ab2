package dev.parley.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/// A terminal with a person before it: a line to type at, and above it what the peer says.
///
/// ```
///   parley: connected to tcp://127.0.0.1:9000
///   > hello
///   < HELLO
///   > what is being ty▁
/// ```
///
/// Whatever arrives is put above the line that is being typed, which stays whole. Safe for any
/// thread, but for [#show] and [#flush]. Needs JLine, which a pipe need not wait for.
final class Prompt implements Stage, AutoCloseable {
  private static final String OWN_MARK = "> ";
  private static final String PEER_MARK = "< ";

  // Keys that the system would turn into signals; at this terminal it does not.
  private static final int INTERRUPT = 'C' - '@';
  private static final int SUSPEND = 'Z' - '@';
  private static final int QUIT = '\\' - '@';

  /// How long one read for a key lasts. JLine's reads without an end cannot be interrupted.
  private static final long KEY_MILLIS = 60_000;

  /// How long the typing thread may take to put the terminal in order.
  private static final long LAST_WORDS_MILLIS = 1000;

  private final Terminal terminal;
  private final LineReader reader;
  private final boolean isColoured;
  private final List<AttributedString> unshown = new ArrayList<>();
  private volatile boolean isClosing;
  private volatile boolean isTypingEnded;
  private volatile boolean isReadingLine;
  private volatile @Nullable Thread typing;

  private Prompt(Terminal terminal, LineReader reader, boolean isColoured) {
    this.terminal = terminal;
    this.reader = reader;
    this.isColoured = isColoured;
  }

  /// Takes the terminal.
  ///
  /// @param history the file of lines typed before, null to keep none
  /// @throws IOException if there is no terminal to be had
  static Prompt open(@Nullable Path history, boolean isColoured) throws IOException {
    Terminal terminal = TypedLines.takeTerminal();
    LineReaderBuilder builder =
        TypedLines.reader(terminal)
            .appName("parley")
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    LineReader reader = builder.build();
    Prompt prompt = new Prompt(terminal, reader, isColoured);
    reader.getWidgets().put("suspend", prompt::suspend);
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    if (keys != null) {
      keys.bind(new Reference(LineReader.SELF_INSERT), "\t"); // there is nothing to complete
      keys.bind(new Reference("suspend"), Character.toString(SUSPEND));
      keys.bind(new Reference(LineReader.INTERRUPT), Character.toString(QUIT));
    }
    return prompt;
  }

  /// Who is given what the person types. Called on the thread of [#type].
  interface Typist {
    /// A line without its end.
    void line(String line);

    /// The person has ended our side, or [#endTyping] did: there are no more lines.
    void ended();

    /// The person wants to leave at once.
    void interrupted() throws InterruptedException;
  }

  /// Reads keys until the prompt is closed: first lines, then only the keys that leave or stop.
  void type(Typist typist) {
    typing = Thread.currentThread();
    try {
      if (readLines(typist)) {
        typist.ended();
        readKeys(typist);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// No more lines are wanted; keys that leave or stop still count.
  void endTyping() {
    isTypingEnded = true;
    Thread thread = typing;
    if (thread != null && isReadingLine) {
      thread.interrupt();
    }
  }

  /// False if the person wants to leave or the prompt is closed.
  private boolean readLines(Typist typist) throws InterruptedException {
    String prompt = styled(OWN_MARK, AttributedStyle.BOLD).toAnsi(terminal);
    isReadingLine = true;
    try {
      while (!isClosing && !isTypingEnded) {
        try {
          // A pasted text may hold several lines.
          for (String line : reader.readLine(prompt).split("\\R", -1)) {
            typist.line(line);
          }
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
      isReadingLine = false;
    }
    return !isClosing;
  }

  private void readKeys(Typist typist) throws InterruptedException {
    while (!isClosing) {
      try {
        int key = terminal.reader().read(KEY_MILLIS);
        if (key == INTERRUPT || key == QUIT) {
          typist.interrupted();
          return;
        } else if (key == SUSPEND) {
          JobControl.suspend(terminal);
        } else if (key == NonBlockingReader.EOF) {
          return; // the terminal has gone
        }
      } catch (IOException e) {
        if (isClosing || !Thread.interrupted()) {
          return;
        }
      }
    }
  }

  private boolean suspend() {
    try {
      JobControl.suspend(terminal);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.callWidget(LineReader.REDRAW_LINE);
    reader.callWidget(LineReader.REDISPLAY);
    return true;
  }

  /// Shows one line of our own.
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

  /// Ends the typing and gives the terminal back as it was.
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
    terminal.close();
  }
}
