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

  /// How long the typing thread may take to put the terminal in order.
  private static final long LAST_WORDS_MILLIS = 1000;

  private final Terminal terminal;
  private final LineReader reader;
  private final boolean isColoured;
  private final List<AttributedString> unshown = new ArrayList<>();
  private volatile boolean isClosing;
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
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    if (keys != null) {
      keys.bind(new Reference(LineReader.SELF_INSERT), "\t"); // there is nothing to complete
    }
    return new Prompt(terminal, reader, isColoured);
  }

  /// Lets the person type, line by line, until they end it, a quit word is said or the talk is
  /// over.
  void type(Speaker speaker, Happenings happenings) {
    typing = Thread.currentThread();
    try {
      happenings.put(typedAll(speaker));
    } catch (IOException e) {
      // The session has ended; whoever listens to it says why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Happening typedAll(Speaker speaker) throws IOException, InterruptedException {
    String prompt = styled(OWN_MARK, AttributedStyle.BOLD).toAnsi(terminal);
    while (!isClosing) {
      try {
        if (!say(reader.readLine(prompt), speaker)) {
          return new Happening.InputEnded();
        }
      } catch (EndOfFileException e) {
        return new Happening.InputEnded();
      } catch (UserInterruptException e) {
        if (isClosing || e.getPartialLine().isEmpty()) {
          return new Happening.Interrupted();
        }
      }
    }
    return new Happening.InputEnded();
  }

  /// A pasted text may hold several lines.
  private static boolean say(String typed, Speaker speaker)
      throws IOException, InterruptedException {
    for (String line : typed.split("\\R", -1)) {
      if (!speaker.say(line.getBytes(StandardCharsets.UTF_8), "")) {
        return false;
      }
    }
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
