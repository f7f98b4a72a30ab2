package dev.parley.cli;

import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;

/// JLine's editor of a line, where what comes in masses is taken as well as what is typed. Confined
/// to the thread that reads lines, but for what [LineReaderImpl] gives others.
final class LineEditor extends LineReaderImpl {
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
}
