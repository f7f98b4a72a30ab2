package dev.parley.cli.chat;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/// Breaks a line into those that fit a width, between words, and between wide characters, which
/// count as two columns. Pure.
final class Wrapping {
  /// What does not begin a line: it belongs to what is before it.
  private static final String NEVER_FIRST = "，。、；：！？）】》」』”’…";

  /// What does not end one.
  private static final String NEVER_LAST = "（《「『【“‘";

  private final int columns;
  private final String indent;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private int width;

  /// Where the line may be broken; 0 for nowhere.
  private int end;

  private boolean isBehindWide;

  private Wrapping(int columns, String indent) {
    this.columns = columns;
    this.indent = indent;
  }

  /// Returns the lines of a text without line ends.
  ///
  /// @param columns the width, at least 1
  /// @param indent what the second and later lines begin with, if it is less than half a line
  static List<String> lines(String text, int columns, String indent) {
    int most = Math.max(columns, 1);
    Wrapping wrapping = new Wrapping(most, indent.length() * 2 < most ? indent : "");
    text.codePoints().forEach(wrapping::add);
    wrapping.lines.add(wrapping.line.toString());
    return wrapping.lines;
  }

  private void add(int character) {
    int wide = Math.max(WCWidth.wcwidth(character), 0);
    boolean isBlank = character == ' ';
    boolean isBetweenWide = wide > 0 && (wide == 2 || isBehindWide);
    if (isBetweenWide && NEVER_FIRST.indexOf(character) < 0 && !isBehindOpening()) {
      end = line.length();
    }
    if (width + wide > columns && !isBlank && !line.isEmpty()) {
      breakLine();
    }
    line.appendCodePoint(character);
    width += wide;
    if (isBlank) {
      end = line.length();
    }
    isBehindWide = wide == 2 || (wide == 0 && isBehindWide);
  }

  private boolean isBehindOpening() {
    return !line.isEmpty() && NEVER_LAST.indexOf(line.charAt(line.length() - 1)) >= 0;
  }

  private void breakLine() {
    boolean isBreakable = !line.substring(0, end).isBlank();
    String rest = isBreakable ? line.substring(end) : "";
    lines.add((isBreakable ? line.substring(0, end) : line.toString()).stripTrailing());
    line.setLength(0);
    line.append(indent).append(rest);
    width = columns(line);
    end = 0;
  }

  /// Returns how many columns a text takes.
  static int columns(CharSequence text) {
    return text.codePoints().map(WCWidth::wcwidth).filter(wide -> wide > 0).sum();
  }

  /// Returns a text that takes at most so many columns: the beginning of a longer one, and `…`.
  static String cut(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    StringBuilder begin = new StringBuilder();
    int width = 1;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      width += Math.max(WCWidth.wcwidth(character), 0);
      if (width > columns) {
        break;
      }
      begin.appendCodePoint(character);
      at += Character.charCount(character);
    }
    return begin.append('…').toString();
  }
}
