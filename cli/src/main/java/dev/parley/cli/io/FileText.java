package dev.parley.cli.io;

import dev.parley.cli.text.ProblemTexts;
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
    add("added ", without(changed.added(), both), what);
    add("changed ", List.copyOf(both).stream().sorted().toList(), what);
    add("removed ", without(changed.removed(), both), what);
    if (what.isEmpty()) {
      what.add("read again, nothing changed");
    }
    return changed.kind().plural()
        + " of "
        + shown(changed.where())
        + ": "
        + String.join("; ", what)
        + "; "
        + changed.kind().counted(changed.count());
  }

  private static List<String> without(List<String> names, Set<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private static void add(String what, List<String> names, List<String> lines) {
    if (!names.isEmpty()) {
      lines.add(what + Printable.line(String.join(", ", names)));
    }
  }

  public static String kept(Event.FileKept kept) {
    return "warning: "
        + shown(kept.file())
        + " cannot be used: "
        + Printable.line(ProblemTexts.sentence(kept.problem()))
        + "; what it held before still counts";
  }

  public static String repaired(Event.FileRepaired repaired) {
    return shown(repaired.file()) + " is in order again";
  }

  public static String exposed(Event.FileExposed exposed) {
    return "warning: other users may read the "
        + (exposed.kind() == FileKind.USERS ? "users file " : "key file ")
        + shown(exposed.file())
        + "; chmod 600 keeps them out";
  }

  private static String shown(Path file) {
    return Printable.line(file.toString());
  }
}
