package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.file;

import dev.parley.chat.history.LogState;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.text.Texts;
import dev.parley.history.HistoryFiles;
import dev.parley.problem.FileProblem;
import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import dev.parley.reload.FileErrors;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/// The option `--data`: the folder with the messages, or, for commands that only read, a backup of
/// one.
final class DataOption {
  /// The same as that of `serve chat`.
  private static final Path DEFAULT = Path.of("parley-data");

  /// What may be over soon, and is no fault of the command line.
  private static final Set<ProblemCode> FAILING =
      Set.of(FileProblem.NO_SPACE, FileProblem.QUOTA_EXCEEDED, FileProblem.INPUT_OUTPUT);

  private Path path = DEFAULT;

  void declare(CommandSpec command) {
    command.addOption(file(value -> path = value, "--data").paramLabel("FOLDER").build());
  }

  Path path() {
    return path;
  }

  /// Checks that there are messages that can be read, before anything is made or anybody is asked.
  ///
  /// @return the rooms that there are
  /// @throws Failure if there are none
  List<LogState> check() {
    try {
      return HistoryFiles.rooms(path);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /// Returns the failure of a command that could not use the folder.
  Failure failure(IOException e) {
    Problem why = e instanceof HasProblem known ? known.problem() : FileErrors.ofReading(e);
    Problem said = e instanceof HasProblem ? why : Texts.problem("history.cannot-use", this, why);
    int exitCode = why.involves(FAILING::contains) ? ExitCode.NETWORK : ExitCode.USAGE;
    return new Failure(exitCode, said, why, e);
  }

  /// Returns the failure of a command that could use the folder, and then neither it nor `file`,
  /// which it was to write.
  Failure failureBeside(Path file, IOException e) {
    if (e instanceof HasProblem) {
      return failure(e);
    }
    boolean isPassing = FileErrors.ofWriting(e).involves(FAILING::contains);
    return FileFault.failure(isPassing ? ExitCode.NETWORK : ExitCode.USAGE, file, e);
  }

  /// Returns the path, safe to show.
  @Override
  public String toString() {
    return Printable.line(path.toString());
  }
}
