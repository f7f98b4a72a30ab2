package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.word;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.NotEmpty;
import dev.parley.history.HistoryFiles;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history backup`: copies everything into one file, as it is at one moment. Works while a
/// server has the folder.
final class BackupCommand implements Callable<Integer> {
  private final CommandSpec spec = Declaration.command("backup", this);
  private final DataOption folder = new DataOption();
  private Path target = Path.of("");

  CommandSpec spec() {
    spec.addPositional(
        word(Path.class, value -> target = value)
            .paramLabel("FILE")
            .converters(NotEmpty.path())
            .build());
    folder.declare(spec);
    return spec;
  }

  @Override
  public Integer call() {
    folder.check();
    try (Progress progress = Progress.of(spec)) {
      progress.say("history.progress-copy", folder);
      HistoryFiles.backup(folder.path(), target);
    } catch (IOException e) {
      throw folder.failureBeside(target, e);
    }
    Notes.say(spec, "history.backed-up", folder, Printable.line(target.toString()));
    return ExitCode.FINE;
  }
}
