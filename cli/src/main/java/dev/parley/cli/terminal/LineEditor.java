package dev.parley.cli.terminal;

import java.util.function.Supplier;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/// JLine's line editor, with pasted and other bulk input handled efficiently. Confined to the
/// thread that reads lines, except for the methods of [LineReaderImpl] that other threads may call.
public final class LineEditor extends LineReaderImpl {
  /// JLine's peek needs a timeout above zero.
  private static final long LOOK_MILLIS = 1;

  private volatile @Nullable Thread typist;
  private volatile @Nullable Supplier<AttributedString> live;

  LineEditor(Terminal terminal) {
    super(terminal, "parley", null);
  }

  /// Takes the prompt from `prompt` from now on, each time that it is shown. It may have several
  /// lines, and unlike that of [#readLine] it may have any characters: `%` begins no pattern.
  public void livePrompt(Supplier<AttributedString> prompt) {
    live = prompt;
  }

  @Override
  public void setPrompt(@Nullable String given) {
    Supplier<AttributedString> now = live;
    if (now != null) {
      prompt = now.get();
    } else {
      super.setPrompt(given);
    }
  }

  /// Shows the prompt as it is now, if a line is being read. Any thread.
  public void promptChanged() {
    lock.lock();
    try {
      setPrompt(null);
    } finally {
      lock.unlock();
    }
    if (isReading()) {
      try {
        callWidget(LineReader.REDISPLAY);
      } catch (IllegalStateException e) {
        // The line was finished a moment ago; the next one has the new prompt.
      }
    }
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
