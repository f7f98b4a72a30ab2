package dev.parley.cli.io;

import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.reload.FileErrors;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.Path;

/// Explains to the user why a file cannot be read or written.
public final class FileFault {
  private FileFault() {}

  /// Returns the failure of a command that cannot write this file.
  public static Failure failure(int exitCode, Path file, IOException e) {
    return new Failure(
        exitCode,
        Texts.problem("io.file.cannot-write", Printable.line(file.toString()), ofWriting(e)),
        FileErrors.ofWriting(e),
        e);
  }

  /// Returns the cause, to be put after a colon.
  public static String ofWriting(IOException e) {
    return ProblemTexts.sentence(FileErrors.ofWriting(e));
  }

  /// Returns the cause, to be put after a colon.
  public static String ofReading(IOException e) {
    return ProblemTexts.sentence(FileErrors.ofReading(e));
  }
}
