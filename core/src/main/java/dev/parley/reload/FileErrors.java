package dev.parley.reload;

import dev.parley.problem.FileProblem;
import dev.parley.problem.GeneralProblem;
import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;

/// Explains why a file cannot be read or written. For the most common causes the JDK's exceptions
/// give only the file's name.
public final class FileErrors {
  /// An error message of the system, in English and in lower case, and its code.
  private record Known(String text, FileProblem code) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("is a directory", FileProblem.IS_A_DIRECTORY),
          new Known("not a directory", FileProblem.NOT_A_DIRECTORY),
          new Known("too many levels of symbolic links", FileProblem.TOO_MANY_LINKS),
          new Known("no space left on device", FileProblem.NO_SPACE),
          new Known("disk quota exceeded", FileProblem.QUOTA_EXCEEDED),
          new Known("read-only file system", FileProblem.READ_ONLY),
          new Known("too many open files", FileProblem.TOO_MANY_OPEN),
          new Known("file name too long", FileProblem.NAME_TOO_LONG),
          new Known("input/output error", FileProblem.INPUT_OUTPUT),
          new Known("permission denied", FileProblem.PERMISSION_DENIED));

  private FileErrors() {}

  /// Returns why a file cannot be read, to be put after its name and a colon.
  public static Problem ofReading(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> Problem.of(FileProblem.NO_SUCH_FILE);
      case NotDirectoryException _ -> Problem.of(FileProblem.NOT_A_FOLDER);
      case AccessDeniedException _ -> Problem.of(FileProblem.READING_DENIED);
      default -> ofSystem(e);
    };
  }

  /// Like [#ofReading], for a path that may be a folder.
  public static Problem ofReadingAny(IOException e) {
    return e instanceof NoSuchFileException
        ? Problem.of(FileProblem.NO_SUCH_FILE_OR_FOLDER)
        : ofReading(e);
  }

  /// Returns why a file cannot be written, to be put after its name and a colon.
  public static Problem ofWriting(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> Problem.of(FileProblem.NO_DIRECTORY);
      case AccessDeniedException _ -> Problem.of(FileProblem.PERMISSION_DENIED);
      case FileAlreadyExistsException _ -> Problem.of(FileProblem.ALREADY_EXISTS);
      default -> ofSystem(e);
    };
  }

  private static Problem ofSystem(IOException e) {
    if (e instanceof HasProblem known) {
      return known.problem();
    }
    String reason =
        e instanceof FileSystemException named && named.getReason() != null
            ? named.getReason()
            : e.getMessage();
    String text = reason == null ? e.getClass().getSimpleName() : reason;
    String lower = text.toLowerCase(Locale.ROOT);
    for (Known known : KNOWN) {
      if (lower.startsWith(known.text())) {
        return Problem.of(known.code());
      }
    }
    Problem problem = Problem.text(text);
    return problem.code() == GeneralProblem.TEXT
        ? Problem.of(
            FileProblem.SYSTEM, Printable.line(e instanceof FileSystemException ? lower : text))
        : problem;
  }
}
