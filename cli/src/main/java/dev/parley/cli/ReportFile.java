package dev.parley.cli;

import dev.parley.cli.bench.BenchReport;
import dev.parley.frame.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file that a page with charts goes to. Made before the load is on, so that nobody waits for
/// figures that cannot be written.
record ReportFile(Path path) {
  /// The file at this place, which is empty afterwards.
  ///
  /// @throws Failure if it cannot be written
  static ReportFile at(Path path) {
    try {
      Files.writeString(path, "");
      return new ReportFile(path);
    } catch (IOException e) {
      throw Failure.usage(
          "cannot write " + Printable.line(path.toString()) + ": " + FileFault.ofWriting(e));
    }
  }

  /// Writes the page.
  void write(BenchReport report) throws IOException {
    Files.writeString(path, BenchPage.html(report));
  }
}
