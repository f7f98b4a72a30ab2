package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests the tables of `docs/EXIT-CODES.md`, cell by cell.
final class ExitCodesTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "EXIT-CODES.md");
  private static final String NO_SUCH_CAUSE = "–";

  @TempDir private Path directory;

  /// A cause and the documented result for one command.
  record Cell(String command, String cause, String says) {
    @Override
    public String toString() {
      return command + ": " + cause;
    }
  }

  private static List<Cell> cells() throws IOException {
    List<Cell> cells = new ArrayList<>();
    List<String> header = List.of();
    for (String line : Files.readAllLines(DOCUMENT, UTF_8)) {
      if (!line.startsWith("| ")) {
        continue;
      }
      List<String> words =
          List.of(line.substring(1, line.length() - 1).split("\\|", -1)).stream()
              .map(String::strip)
              .toList();
      if (words.size() != 3) {
        continue;
      }
      if (words.getFirst().equals("cause")) {
        header = words;
        continue;
      }
      for (int column = 1; column < words.size(); column++) {
        if (!words.get(column).equals(NO_SUCH_CAUSE)) {
          String command = header.get(column).replace("`", "");
          cells.add(new Cell(command, words.getFirst(), words.get(column)));
        }
      }
    }
    return cells;
  }

  @Test
  void everyCellHasAScenarioAndEveryScenarioACell() throws Exception {
    assertEquals(
        cells().stream().map(Cell::toString).collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(new ExitScenarios(directory).names()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void theCommandEndsAsTheDocumentSays(Cell cell) throws Exception {
    assertEquals(cell.says(), new ExitScenarios(directory).end(cell.toString()));
  }
}
