package dev.parley.chat.internal.plain;

import dev.parley.text.Printable;
import java.util.ArrayList;
import java.util.List;

/// Collects lines, each safe to show. Confined to one thread.
final class PlainLines {
  /// The maximum number of lines of one text.
  static final int MAX_LINES = 20;

  private static final String CONTINUATION = "  | ";

  private final List<String> lines = new ArrayList<>();
  private final String server;

  /// @param server what the server's own lines begin with
  PlainLines(String server) {
    this.server = server;
  }

  List<String> all() {
    return lines;
  }

  void add(String line) {
    lines.add(Printable.line(line));
  }

  /// Adds what the server says, a line for each of the text's.
  void server(String text) {
    text(server, text);
  }

  /// Adds a text of one or more lines, the first behind `start`. What is above the maximum is
  /// counted. Tabs are kept; empty lines at the end are not.
  void text(String start, String text) {
    String[] parts = Printable.text(text).split("\n", -1);
    int count = parts.length;
    while (count > 1 && parts[count - 1].isEmpty()) {
      count--;
    }
    lines.add(Printable.line(start) + parts[0]);
    int shown = Math.min(count, MAX_LINES);
    for (int i = 1; i < shown; i++) {
      lines.add(CONTINUATION + parts[i]);
    }
    if (count > shown) {
      int rest = count - shown;
      lines.add(CONTINUATION + "… (" + rest + (rest == 1 ? " more line)" : " more lines)"));
    }
  }
}
