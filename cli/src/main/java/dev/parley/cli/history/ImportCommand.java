package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.word;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.NotEmpty;
import dev.parley.cli.io.StandardInput;
import dev.parley.cli.text.Texts;
import dev.parley.history.HistoryFiles;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.reload.FileErrors;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history import`: reads what `export` has written into an empty or a new folder: all of
/// it, or nothing.
final class ImportCommand implements Callable<Integer> {
  private final CommandSpec spec = Declaration.command("import", this);
  private final DataOption folder = new DataOption();
  private String source = StandardStream.NAME;

  CommandSpec spec() {
    spec.addPositional(
        word(String.class, value -> source = value)
            .paramLabel("FILE")
            .converters(new NotEmpty<>("command.empty.file", name -> name))
            .build());
    folder.declare(spec);
    return spec;
  }

  @Override
  public Integer call() {
    long read;
    try (InputStream lines = open();
        Progress progress = Progress.of(spec)) {
      read =
          HistoryFiles.importLines(
              folder.path(), lines, progress.counting("history.progress-messages"));
    } catch (ProblemIOException e) {
      throw e.problem().code() == HistoryProblem.LINE ? unreadable(e) : folder.failure(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
    Notes.say(spec, "history.imported", read, folder);
    return ExitCode.FINE;
  }

  private InputStream open() {
    if (StandardStream.isMeant(source)) {
      return new StandardInput();
    }
    try {
      return Files.newInputStream(Path.of(source));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Failure unreadable(IOException e) {
    Problem why = FileErrors.ofReading(e);
    String name =
        StandardStream.isMeant(source) ? Texts.text("history.stdin") : Printable.line(source);
    return new Failure(ExitCode.USAGE, Texts.problem("history.cannot-import", name, why), why, e);
  }
}
