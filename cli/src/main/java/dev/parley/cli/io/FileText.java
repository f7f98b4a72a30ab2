package dev.parley.cli.io;

import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.problem.FileProblem;
import dev.parley.problem.Problem;
import dev.parley.reload.FileKind;
import dev.parley.session.Event;
import dev.parley.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Describes changes of the files that a server follows, as lines for people.
public final class FileText {
  private FileText() {}

  /// Returns a line such as `users of FILE: added a; changed b; removed c; 2 users`.
  public static String changed(Event.FileChanged changed) {
    Set<String> both = new HashSet<>(changed.added());
    both.retainAll(changed.removed());
    List<String> what = new ArrayList<>();
    add("io.file.added", without(changed.added(), both), what);
    add("io.file.replaced", List.copyOf(both).stream().sorted().toList(), what);
    add("io.file.removed", without(changed.removed(), both), what);
    if (what.isEmpty()) {
      what.add(Texts.text("io.file.unchanged"));
    }
    return Texts.text(
        "io.file." + changed.kind() + "-changed",
        shown(changed.where()),
        String.join(Texts.text("io.file.then"), what),
        count(changed.kind(), changed.count()));
  }

  private static String count(FileKind kind, int count) {
    return Texts.text("io.file." + kind + "-count" + (count == 1 ? "-1" : ""), count);
  }

  private static List<String> without(List<String> names, Set<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private static void add(String key, List<String> names, List<String> lines) {
    if (!names.isEmpty()) {
      lines.add(Texts.text(key, Printable.line(String.join(Texts.text("io.file.and"), names))));
    }
  }

  /// Returns the line about a file whose last good content stays in effect.
  public static String kept(Event.FileKept kept) {
    return Texts.text("io.file.kept", shown(kept.file()), ProblemTexts.sentence(kept.problem()));
  }

  /// Returns the line about a file that is usable again.
  public static String repaired(Event.FileRepaired repaired) {
    return Texts.text("io.file.repaired", shown(repaired.file()));
  }

  /// Returns the line about a secret file that other users can read.
  public static String exposed(Event.FileExposed exposed) {
    FileProblem code =
        exposed.kind() == FileKind.USERS
            ? FileProblem.USERS_FILE_EXPOSED
            : FileProblem.KEY_FILE_EXPOSED;
    return Texts.text(
        "io.file.warning", ProblemTexts.sentence(Problem.of(code, shown(exposed.file()))));
  }

  private static String shown(Path file) {
    return Printable.line(file.toString());
  }
}
