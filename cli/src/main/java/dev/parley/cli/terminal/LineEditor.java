package dev.parley.cli.terminal;

import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/// JLine's line editor, with pasted and other bulk input handled efficiently. Confined to the
/// thread that reads lines, except for the methods of [LineReaderImpl] that other threads may call.
final class LineEditor extends LineReaderImpl {
  /// JLine's peek needs a timeout above zero.
  private static final long LOOK_MILLIS = 1;

  private volatile @Nullable Thread typist;

  LineEditor(Terminal terminal) {
    super(terminal, "parley", null);
  }

  /// Inserts a paste. JLine turns each CR into a line end, and so makes two of the CR LF that some
  /// terminals send.
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

  /// Redraws the line only once all available keys have been handled. Redrawing after each key
  /// would take time quadratic in the length of a long line that a program or a terminal without
  /// bracketed paste sends. A plain terminal echoes keys itself, and peeking would swallow its end
  /// of input, which is not a key.
  @Override
  public boolean redisplay() {
    boolean isBetweenKeys =
        Thread.currentThread().equals(typist) && !TypedLines.isPlain(getTerminal());
    return (isBetweenKeys && peekCharacter(LOOK_MILLIS) >= 0) || super.redisplay();
  }
}
