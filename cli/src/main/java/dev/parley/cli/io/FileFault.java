package dev.parley.cli.io;

import dev.parley.cli.command.Failure;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Explains to the user why a file cannot be written. For the most common causes the JDK's
/// exceptions only give the file's name.
public final class FileFault {
  private FileFault() {}

  /// Returns the failure of a command that cannot write this file.
  public static Failure failure(int exitCode, Path file, IOException e) {
    return new Failure(
        exitCode, "cannot write " + Printable.line(file.toString()) + ": " + ofWriting(e), e);
  }

  /// Returns the cause, to be put after a colon.
  public static String ofWriting(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "its directory does not exist";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException named when named.getReason() != null ->
          Printable.line(named.getReason().toLowerCase(Locale.ROOT));
      default -> Printable.line(String.valueOf(e.getMessage()));
    };
  }
}
