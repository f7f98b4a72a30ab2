package dev.parley.cli.terminal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/// JLine's line editor, with pasted and other bulk input handled efficiently. Confined to the
/// thread that reads lines, except for the methods of [LineReaderImpl] that other threads may call.
public sealed class LineEditor extends LineReaderImpl permits PlainEditor {
  /// JLine's peek needs a timeout above zero.
  private static final long LOOK_MILLIS = 1;

  /// The widget that takes keys while a question is asked, and the keymap meanwhile.
  private static final String ANSWER = "answer";

  /// The most keys that a person presses at once: more of them are a paste.
  private static final int MAX_KEYS_AT_ONCE = 2;

  private volatile @Nullable Thread typist;
  private volatile @Nullable Supplier<AttributedString> live;
  private volatile @Nullable Consumer<String> watcher;
  private boolean isAsking;
  private List<String> answers = List.of();
  private String answer = "";
  private String watched = "";

  LineEditor(Terminal terminal) {
    super(terminal, "parley", null);
    getWidgets().put(ANSWER, this::takeAnswer);
    getWidgets().put(CALLBACK_INIT, () -> !isAsking || setKeyMap(ANSWER));
  }

  /// Same as that of JLine, except that there is no bracketed paste at a plain terminal, to which
  /// nothing but text is written. To turn that option off would not do: JLine then writes the
  /// sequence that turns it off at the terminal.
  @Override
  public boolean isSet(Option option) {
    return super.isSet(option)
        && (option != Option.BRACKETED_PASTE || !TypedLines.isPlain(getTerminal()));
  }

  /// Shows what is typed to `typed`, on the thread that reads lines, each time that it has changed.
  public void watch(Consumer<String> typed) {
    watcher = typed;
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
      if (isReading()) {
        erase();
        redisplay(true);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes away what is shown, to show it anew. JLine would change it in place, and to delete some
  /// columns of a line it may cut wide characters in two, which terminals show as blanks.
  void erase() {
    display.update(List.of(), 0);
  }

  /// Sets the prompt as it is now, for when it is shown next. Any thread.
  public void renewPrompt() {
    lock.lock();
    try {
      setPrompt(null);
    } finally {
      lock.unlock();
    }
  }

  /// Takes the keys that have come together, of which the last may be the answer. A paste is none,
  /// whatever is in it: many terminals do not mark it as one.
  private boolean takeAnswer() {
    StringBuilder keys = new StringBuilder(getLastBinding());
    while (TypedLines.hasKeys(getTerminal()) && peekCharacter(LOOK_MILLIS) >= 0) {
      keys.appendCodePoint(readCharacter());
    }
    int[] typed = keys.toString().strip().codePoints().toArray();
    if (typed.length > 0 && typed.length <= MAX_KEYS_AT_ONCE) {
      String last = Character.toString(typed[typed.length - 1]);
      if (answers.contains(last)) {
        answer = last;
        state = State.IGNORE;
      }
    }
    return true;
  }

  /// Waits for one of these keys, each a character; takes others, and pastes, without doing
  /// anything.
  ///
  /// @return the key
  /// @throws org.jline.reader.UserInterruptException for Ctrl-C
  public String readKey(List<String> wanted) {
    answers = List.copyOf(wanted);
    KeyMap<Binding> keys = new KeyMap<>();
    Reference taking = new Reference(ANSWER);
    keys.setNomatch(taking);
    keys.setUnicode(taking);
    answers.forEach(key -> keys.bind(taking, key));
    for (int key : new int[] {TypedLines.INTERRUPT, TypedLines.QUIT}) {
      keys.bind(new Reference(LineReader.INTERRUPT), Character.toString(key));
    }
    keys.bind(
        (Widget)
            () -> {
              String _ = doReadStringUntil(LineReaderImpl.BRACKETED_PASTE_END);
              return true;
            },
        LineReaderImpl.BRACKETED_PASTE_BEGIN);
    getKeyMaps().put(ANSWER, keys);
    isAsking = true;
    try {
      String _ = readLine();
    } finally {
      isAsking = false;
    }
    return answer;
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
  /// bracketed paste sends. Where the system echoes keys, peeking would swallow the end of input,
  /// which is not a key.
  @Override
  public boolean redisplay() {
    boolean isTyped = Thread.currentThread().equals(typist);
    if (isTyped && TypedLines.hasKeys(getTerminal()) && peekCharacter(LOOK_MILLIS) >= 0) {
      return true;
    }
    if (isTyped) {
      tellWatcher();
    }
    return super.redisplay();
  }

  private void tellWatcher() {
    Consumer<String> told = watcher;
    if (told != null && !isAsking) {
      String now = getBuffer().toString();
      if (!now.equals(watched)) {
        watched = now;
        told.accept(now);
      }
    }
  }
}
