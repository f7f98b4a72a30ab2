package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.file;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.history.HistoryFiles;
import dev.parley.history.HistoryFiles.Salvaged;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history verify`: reads everything and says what is damaged, one sentence a line; with
/// `--salvage` it copies what can be read into a new folder. Works while a server has the folder.
final class VerifyCommand implements Callable<Integer> {
  /// Something is damaged, whether it was saved or not.
  private static final int DAMAGED = 1;

  private final CommandSpec spec = Declaration.command("verify", this);
  private final DataOption folder = new DataOption();
  private @Nullable Path saved;

  CommandSpec spec() {
    folder.declare(spec);
    return spec.addOption(
        file(value -> saved = value, "--salvage").paramLabel("NEWFOLDER").build());
  }

  @Override
  public Integer call() {
    List<Problem> findings = verify();
    print(findings);
    if (saved != null) {
      salvage(saved);
    } else if (!findings.isEmpty()) {
      Notes.say(spec, "history.can-be-saved", folder);
    }
    return findings.isEmpty() ? ExitCode.FINE : DAMAGED;
  }

  private List<Problem> verify() {
    try (Progress progress = Progress.of(spec)) {
      progress.say("history.progress-pages", folder);
      return HistoryFiles.verify(folder.path(), progress.counting("history.progress-rooms"));
    } catch (IOException e) {
      throw folder.failure(e);
    }
  }

  private void print(List<Problem> findings) {
    PrintWriter out = spec.commandLine().getOut();
    if (findings.isEmpty()) {
      out.println(Texts.text("history.sound", folder));
    }
    for (Problem finding : findings) {
      out.println(Printable.line(ProblemTexts.sentence(said(finding))));
    }
    out.flush();
  }

  /// A file that cannot even be opened: its sentence for other commands says to call this one.
  private static Problem said(Problem finding) {
    return finding.code() == HistoryProblem.DAMAGED
        ? Texts.problem("history.damaged", finding.parameters().toArray())
        : finding;
  }

  private void salvage(Path target) {
    Salvaged result;
    try (Progress progress = Progress.of(spec)) {
      result =
          HistoryFiles.salvage(folder.path(), target, progress.counting("history.progress-rows"));
    } catch (ProblemIOException e) {
      if (e.problem().code() == HistoryProblem.DAMAGED) {
        throw new Failure(DAMAGED, Texts.problem("history.nothing-to-save", folder), e);
      }
      throw folder.failure(e);
    } catch (IOException e) {
      throw folder.failureBeside(target, e);
    }
    Notes.say(
        spec, "history.salvaged", result.saved(), result.lost(), Printable.line(target.toString()));
  }
}
