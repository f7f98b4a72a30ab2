package dev.parley.cli.secret;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.problem.FileProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.reload.FileErrors;
import dev.parley.reload.FilePermissions;
import dev.parley.reload.Writers;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A file with a key, a secret or a password, which only its owner should be able to read.
public final class SecretFile {
  /// The kind of secret in a file, with the error messages for it.
  public enum Kind {
    KEY("io.file.cannot-read-key", "io.file.too-large-key", FileProblem.KEY_FILE_EXPOSED),
    PASSWORD(
        "io.file.cannot-read-password",
        "io.file.too-large-password",
        FileProblem.PASSWORD_FILE_EXPOSED);

    private final String cannotRead;
    private final String tooLarge;
    private final FileProblem exposed;

    Kind(String cannotRead, String tooLarge, FileProblem exposed) {
      this.cannotRead = cannotRead;
      this.tooLarge = tooLarge;
      this.exposed = exposed;
    }
  }

  private SecretFile() {}

  /// Returns the file's content, which the caller wipes.
  ///
  /// @param most the maximum size of such a file in bytes, to detect a wrong one
  /// @throws Failure if it cannot be read or is too large
  public static byte[] read(Path file, Kind kind, int most) {
    String name = Printable.line(file.toString());
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      Problem writers = Writers.of(file);
      if (writers != null) {
        throw new ProblemIOException(writers, null);
      }
      content = in.readNBytes(most + 1);
    } catch (IOException e) {
      Problem why = FileErrors.ofReading(e);
      throw new Failure(
          ExitCode.USAGE, Texts.problem(kind.cannotRead, name, ProblemTexts.sentence(why)), why, e);
    }
    if (content.length > most) {
      throw Failure.usage(Texts.problem(kind.tooLarge, name, most));
    }
    return content;
  }

  /// Warns if users other than the owner may read it.
  public static void warnOfReaders(Path file, Kind kind, Consumer<Problem> warn) {
    if (FilePermissions.isExposed(file)) {
      warn.accept(Problem.of(kind.exposed, Printable.line(file.toString())));
    }
  }
}
