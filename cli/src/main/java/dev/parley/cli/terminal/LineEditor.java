package dev.parley.cli.terminal;

import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/// JLine's editor of a line, where what comes in masses is taken as well as what is typed. Confined
/// to the thread that reads lines, but for what [LineReaderImpl] gives others.
final class LineEditor extends LineReaderImpl {
  /// A read of keys cannot look without waiting.
  private static final long LOOK_MILLIS = 1;

  private volatile @Nullable Thread typist;

  LineEditor(Terminal terminal) {
    super(terminal, "parley", null);
  }

  /// Takes a paste. JLine makes each CR a line end, and so makes two of the CR LF that some
  /// terminals pass on.
  @Override
  public boolean beginPaste() {
    String pasted = doReadStringUntil(LineReaderImpl.BRACKETED_PASTE_END);
    regionActive = LineReader.RegionType.PASTE;
    regionMark = getBuffer().cursor();
    getBuffer().write(pasted.replace("\r\n", "\n").replace('\r', '\n'));
    return true;
  }

  @Override
  public String readLine(
      @Nullable String prompt,
      @Nullable String rightPrompt,
      @Nullable MaskingCallback masking,
      @Nullable String buffer) {
    typist = Thread.currentThread();
    try {
      return super.readLine(prompt, rightPrompt, masking, buffer);
    } finally {
      typist = null;
    }
  }

  /// Shows the line once all keys that are there have been taken. Shown after each of them, a long
  /// line that a program or a terminal without bracketed paste writes would take time that grows
  /// with the square of its length. A plain terminal shows keys by itself, and its end of input,
  /// which a look would swallow, is no key.
  @Override
  public boolean redisplay() {
    boolean isBetweenKeys =
        Thread.currentThread().equals(typist) && !TypedLines.isPlain(getTerminal());
    return (isBetweenKeys && peekCharacter(LOOK_MILLIS) >= 0) || super.redisplay();
  }
}
