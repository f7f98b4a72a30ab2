package dev.parley.cli.terminal;

import dev.parley.text.Printable;
import java.util.function.Supplier;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/// A line editor for a terminal that can only add to what it shows. What is typed is echoed behind
/// the prompt; what else is shown meanwhile gets lines of its own, and the prompt and what was
/// typed are repeated below them. Of what stands there only the end can be taken back, as the
/// system does it.
///
/// ```
///   #lobby > how are y
///   10:31 bob: hello               shown while a line was being typed
///   #lobby > how are y▁
/// ```
final class PlainEditor extends LineEditor {
  private static final String TAKE_BACK = "\b \b";

  /// False where somebody else echoes what is typed, such as a shell within an editor.
  private final boolean isEchoing;

  /// What stands in the last line.
  private String shown = "";

  /// @param isEchoing false if the terminal has switched off the system's echo
  PlainEditor(Terminal terminal, boolean isEchoing) {
    super(terminal);
    this.isEchoing = isEchoing;
    unsetOpt(LineReader.Option.AUTO_LIST);
    unsetOpt(LineReader.Option.AUTO_MENU);
  }

  @Override
  protected void redisplay(boolean isFlushing) {
    lock.lock();
    try {
      Supplier<AttributedString> listed = post;
      if (listed != null) {
        post = null;
        newLine();
        getTerminal().writer().println(listed.get());
      }
      bring(prompt + (isEchoing ? Printable.line(getBuffer().toString()) : ""));
      if (isFlushing) {
        getTerminal().flush();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Makes the last line this one.
  private void bring(String wanted) {
    if (wanted.startsWith(shown)) {
      getTerminal().writer().print(wanted.substring(shown.length()));
    } else if (shown.startsWith(wanted) && wanted.length() >= prompt.length()) {
      getTerminal().writer().print(TAKE_BACK.repeat(columns(shown.substring(wanted.length()))));
    } else {
      newLine();
      getTerminal().writer().print(wanted);
    }
    shown = wanted;
  }

  private static int columns(String text) {
    return text.codePoints().map(WCWidth::wcwidth).filter(width -> width > 0).sum();
  }

  private void newLine() {
    if (!shown.isEmpty()) {
      getTerminal().writer().println();
      shown = "";
    }
  }

  /// Nothing can be taken away here.
  @Override
  void erase() {}

  @Override
  public boolean redrawLine() {
    shown = "";
    return true;
  }

  @Override
  public void printAbove(@Nullable AttributedString lines) {
    if (lines != null) {
      printAbove(lines.toString());
    }
  }

  @Override
  public void printAbove(@Nullable String lines) {
    if (lines == null) {
      return;
    }
    lock.lock();
    try {
      newLine();
      getTerminal().writer().print(lines.endsWith("\n") ? lines : lines + "\n");
      if (isReading()) {
        redisplay(false);
      }
      getTerminal().flush();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the line.
  @Override
  protected void cleanup() {
    redisplay(false);
    if (isEchoing) {
      getTerminal().writer().println(state == State.INTERRUPT ? "^C" : "");
    }
    shown = "";
    getTerminal().flush();
    getHistory().moveToEnd();
  }
}
