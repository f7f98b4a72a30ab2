package dev.parley.cli.chat;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/// A screen that keeps what a view shows.
final class ShownLines implements ChatView.Screen {
  private final List<AttributedString> above = new ArrayList<>();
  private final boolean isEditing;
  private List<String> region = List.of();
  private String prompt = "";
  private int columns = 80;
  private int rows = 24;
  private int bells;

  ShownLines(boolean isEditing) {
    this.isEditing = isEditing;
  }

  @Override
  public void above(AttributedString line) {
    above.add(line);
  }

  @Override
  public void below(List<AttributedString> lines, AttributedString prompt) {
    this.region = lines.stream().map(AttributedString::toString).toList();
    this.prompt = prompt.toString();
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public int rows() {
    return rows;
  }

  void resize(int columns) {
    this.columns = columns;
  }

  void resize(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  @Override
  public void bell() {
    bells++;
  }

  int bells() {
    return bells;
  }

  @Override
  public boolean isEditing() {
    return isEditing;
  }

  /// Returns the lines above since the last call.
  List<String> above() {
    List<String> all = above.stream().map(AttributedString::toString).toList();
    above.clear();
    return all;
  }

  /// Returns the lines above since the last call, with their styles.
  List<AttributedString> styled() {
    List<AttributedString> all = List.copyOf(above);
    above.clear();
    return all;
  }

  List<String> region() {
    return region;
  }

  String prompt() {
    return prompt;
  }
}
