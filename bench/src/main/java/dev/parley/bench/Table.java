package dev.parley.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A Markdown table with aligned columns. Cells that start like a number are right-aligned.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /// Creates a table with these titles.
  Table(String... titles) {
    rows.add(List.of(titles));
  }

  /// Adds a row, with as many cells as there are titles.
  void add(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          cells.length + " cells under " + rows.getFirst().size() + " titles");
    }
    rows.add(List.of(cells));
  }

  /// Returns the table in Markdown, with a newline after each line.
  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        cells.add(pad(rows.get(r).get(i), widths[i]));
      }
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
      if (r == 0) {
        text.append("|")
            .append(String.join("|", Collections.nCopies(columns, "---")))
            .append("|\n");
      }
    }
    return text.toString();
  }

  private static String pad(String cell, int width) {
    String space = " ".repeat(width - cell.length());
    boolean isNumber = !cell.isEmpty() && Character.isDigit(cell.charAt(0));
    return isNumber ? space + cell : cell + space;
  }
}
