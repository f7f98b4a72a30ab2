package dev.parley.cli.terminal;

import dev.parley.cli.command.Halt;
import dev.parley.cli.command.JobControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/// Terminal set-up and line editing, shared by both prompts. Needs JLine.
public final class TypedLines {
  /// Silences JLine, which would log stack traces to the terminal. Held in a field, because a
  /// logger without a strong reference loses its level.
  private static final Logger JLINE = Logger.getLogger("org.jline");

  // Keys that the system turns into signals, except in raw mode.
  public static final int INTERRUPT = 'C' - '@';
  public static final int SUSPEND = 'Z' - '@';
  public static final int QUIT = '\\' - '@';

  /// Whether the terminal that was taken over echoed what was typed.
  private static volatile boolean isEchoing = true;

  private TypedLines() {}

  /// Takes over the terminal that this program was started at, until it is closed. A terminal of
  /// unknown type or size is used without editing.
  ///
  /// @throws IOException if there is no usable terminal
  public static Terminal takeTerminal() throws IOException {
    JLINE.setLevel(Level.OFF);
    InfoCmp.setDefaultInfoCmp(TerminalType.PLAIN, TerminalType.PLAIN_ENTRY);
    keysRaiseNoSignals();
    Terminal terminal = terminalOfSize();
    Attributes found = terminal.getAttributes();
    isEchoing = found.getLocalFlag(Attributes.LocalFlag.ECHO);
    Halt.givesBack(() -> terminal.setAttributes(found));
    keepKeys(terminal);
    return terminal;
  }

  /// Has Ctrl-C come as a key alone. Otherwise JLine raises the signal as well, by which its line
  /// reader interrupts the thread that reads: the line may end before the key has been read, which
  /// then ends the next one.
  private static void keysRaiseNoSignals() {
    System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
  }

  private static Terminal terminalOfSize() throws IOException {
    Terminal terminal =
        takeTerminal(TerminalType.of(System.getenv("TERM"), TypedLines::isInDatabase));
    if (terminal.getSize().getColumns() > 0 || isPlain(terminal)) {
      return terminal;
    }
    terminal.close(); // such as a serial line: its size cannot be set
    return takeTerminal(TerminalType.PLAIN);
  }

  /// Restores the terminal.
  public static void giveBack(Terminal terminal) throws IOException {
    Halt.holdsNoTerminal();
    terminal.close();
  }

  private static Terminal takeTerminal(String type) throws IOException {
    return TerminalBuilder.builder()
        .system(true)
        .dumb(true)
        .type(type)
        .encoding(StandardCharsets.UTF_8)
        .stdinEncoding(StandardCharsets.UTF_8) // otherwise the locale's character set is used
        .stdoutEncoding(StandardCharsets.UTF_8)
        .graphemeCluster(false) // would query the terminal and wait for its reply
        .build();
  }

  private static boolean isInDatabase(String type) {
    try {
      return !InfoCmp.getInfoCmp(type).isEmpty();
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// True if what was shown there cannot be changed.
  static boolean isPlain(Terminal terminal) {
    return terminal.getType().equals(TerminalType.PLAIN) || !hasKeys(terminal);
  }

  /// False where each key is echoed by the system, which keeps a line until it is finished: JLine's
  /// last resort, where it does not know how to set a terminal.
  static boolean hasKeys(Terminal terminal) {
    return !(terminal instanceof DumbTerminal);
  }

  /// True if lines can be edited there, and what was shown can be changed.
  public static boolean isEditing(Terminal terminal) {
    return !isPlain(terminal);
  }

  /// Puts the terminal into raw mode, so that each key reaches the line reader, also between two
  /// lines. Otherwise the system would edit keys typed while a line is being handled: it would
  /// consume a Ctrl-D, and echo a line before its turn.
  public static void keepKeys(Terminal terminal) {
    terminal.enterRawMode();
  }

  /// Returns a line reader that returns lines as they are typed: no history expansion with "!", no
  /// quotes, no backslashes. Ctrl-Z stops the job, and Ctrl-\ does what Ctrl-C does.
  public static LineReader reader(Terminal terminal, KeptHistory history) {
    return reader(terminal, history, null);
  }

  /// Like [#reader(Terminal, KeptHistory)], with completion by Tab, which matches in any case.
  ///
  /// @param completer null for none: then a Tab is a character like others
  public static LineEditor reader(
      Terminal terminal, KeptHistory history, @Nullable Completer completer) {
    LineEditor reader = editor(terminal);
    reader.setHistory(history);
    reader.setParser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]));
    reader.setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
    if (completer != null) {
      reader.setCompleter(completer);
      reader.setOpt(LineReader.Option.CASE_INSENSITIVE);
    }
    history.attach(reader);
    history.recall();
    reader.getWidgets().put("suspend", () -> suspend(terminal, reader));
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    if (keys != null) {
      if (completer == null) {
        keys.bind(new Reference(LineReader.SELF_INSERT), "\t"); // there is nothing to complete
      }
      keys.bind(new Reference("suspend"), Character.toString(SUSPEND));
      keys.bind(new Reference(LineReader.INTERRUPT), Character.toString(QUIT));
    }
    return reader;
  }

  private static LineEditor editor(Terminal terminal) {
    return isPlain(terminal) && hasKeys(terminal)
        ? new PlainEditor(terminal, isEchoing)
        : new LineEditor(terminal);
  }

  private static boolean suspend(Terminal terminal, LineReader reader) {
    try {
      JobControl.suspend(terminal);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.callWidget(LineReader.REDRAW_LINE);
    reader.callWidget(LineReader.REDISPLAY);
    return true;
  }

  /// Splits typed or pasted text into lines. Lines end in CR, LF or both, and in nothing else:
  /// Unicode's line separators are ordinary characters. A line end after the last line does not
  /// begin another.
  public static List<String> split(String text) {
    List<String> lines = List.of(text.split("\r\n|\n|\r", -1));
    int last = lines.size() - 1;
    return last > 0 && lines.getLast().isEmpty() ? lines.subList(0, last) : lines;
  }
}
