package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.word;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.NotEmpty;
import dev.parley.cli.io.NewFile;
import dev.parley.cli.io.PrintedOutput;
import dev.parley.history.HistoryFiles;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.reload.FilePermissions;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history export`: writes all rooms and messages as JSON Lines, as they are at one moment.
/// Works while a server has the folder.
final class ExportCommand implements Callable<Integer> {
  private final CommandSpec spec = Declaration.command("export", this);
  private final DataOption folder = new DataOption();
  private String target = StandardStream.NAME;

  CommandSpec spec() {
    spec.addPositional(
        word(String.class, value -> target = value)
            .paramLabel("FILE")
            .required(false)
            .arity("0..1")
            .converters(new NotEmpty<>("command.empty.file", name -> name))
            .build());
    folder.declare(spec);
    return spec;
  }

  @Override
  public Integer call() {
    folder.check();
    long written = StandardStream.isMeant(target) ? toStdout() : toFile(Path.of(target));
    Notes.say(spec, "history.exported", written);
    return ExitCode.FINE;
  }

  private long toStdout() {
    PrintedOutput stdout = new PrintedOutput();
    try {
      return export(stdout);
    } catch (IOException e) {
      IOException failure = stdout.failure();
      throw failure == null
          ? folder.failure(e)
          : Failure.network(PrintedOutput.problem(failure), failure);
    }
  }

  /// Makes a file for its owner alone: private talks are in it, too.
  private long toFile(Path file) {
    try (NewFile made = NewFile.at(file, FilePermissions.OWNER_ALONE);
        FileOutputStream out = made.open()) {
      long written = export(out);
      out.getFD().sync();
      made.keep();
      return written;
    } catch (FileAlreadyExistsException e) {
      throw Failure.usage(Problem.of(HistoryProblem.TARGET_EXISTS, file), e);
    } catch (IOException e) {
      throw folder.failureBeside(file, e);
    }
  }

  private long export(OutputStream out) throws IOException {
    try (Progress progress = Progress.of(spec)) {
      return HistoryFiles.exportLines(
          folder.path(), out, progress.counting("history.progress-messages"));
    }
  }
}
