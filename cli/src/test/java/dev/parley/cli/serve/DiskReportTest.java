package dev.parley.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.history.DiskUse;
import dev.parley.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an operator is told about the disk of the rooms.
final class DiskReportTest {
  private static final long MIB = 1 << 20;

  private final List<String> said = new ArrayList<>();
  private final DiskReport report = new DiskReport(Path.of("parley-data"), this::keep, this::keep);

  private void keep(Problem problem) {
    said.add(problem.code().key() + " " + problem.parameters());
  }

  @Test
  void eachChangeIsOneLine() {
    report.accept(new DiskUse(1_000 * MIB, 150 * MIB, false));
    report.accept(new DiskUse(1_000 * MIB, 63 * MIB, true));
    report.accept(new DiskUse(1_000 * MIB, 10 * MIB, true));
    report.accept(new DiskUse(1_000 * MIB, 900 * MIB, false));
    assertEquals(
        List.of(
            "serve.chat.disk-filling [parley-data, 85]",
            "serve.chat.disk-full [parley-data, 63]",
            "serve.chat.disk-has-room [parley-data]"),
        said);
  }
}
