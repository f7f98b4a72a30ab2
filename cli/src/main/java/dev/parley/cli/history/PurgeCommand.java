package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;

import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.MemberName;
import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.terminal.Person;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.Texts;
import dev.parley.history.HistoryFiles;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.ProblemIOException;
import dev.parley.text.Printable;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history purge`: removes a message, or all of a member, for good. Needs the folder for
/// itself.
final class PurgeCommand implements Callable<Integer> {
  /// In front of a proven name it is the author of what its owner has said under any name.
  private static final String PROVEN = "p:";

  private static final Set<String> YES = Set.of("y", "yes");

  private final CommandSpec spec = Declaration.command("purge", this);
  private final Supplier<@Nullable Person> person;
  private final DataOption folder = new DataOption();
  private @Nullable String id;
  private @Nullable String member;
  private boolean isAgreed;

  PurgeCommand() {
    this(() -> Terminals.stdin() && Terminals.stderr() ? Person.atTerminal() : null);
  }

  /// Creates a command that asks this person; null if there is nobody.
  PurgeCommand(Supplier<@Nullable Person> person) {
    this.person = person;
  }

  CommandSpec spec() {
    folder.declare(spec);
    spec.addOption(option(String.class, value -> id = value, "--id").paramLabel("ID").build());
    spec.addOption(
        option(String.class, value -> member = value, "--member").paramLabel("NAME").build());
    return spec.addOption(flag(isSet -> isAgreed = isSet, "--yes").build());
  }

  @Override
  public Integer call() {
    if ((id == null) == (member == null)) {
      throw Failure.usage(Texts.problem("history.purge-what"));
    }
    MemberName name = member == null ? null : name(member);
    folder.check();
    if (!isAgreed && !agrees(question(name))) {
      Notes.say(spec, "history.kept");
      return ExitCode.FINE;
    }
    long purged = purge(name);
    if (purged == 0) {
      Notes.say(spec, "history.nothing-to-purge", folder);
    } else {
      Notes.say(spec, "history.purged", purged);
    }
    return ExitCode.FINE;
  }

  private static MemberName name(String typed) {
    try {
      return MemberName.of(typed);
    } catch (InvalidNameException e) {
      throw Failure.usage(
          Texts.problem("history.no-member", Printable.line(typed), e.problem()), e);
    }
  }

  private String question(@Nullable MemberName name) {
    return name == null
        ? Texts.text("history.purge-id", Printable.line(String.valueOf(id)), folder)
        : Texts.text("history.purge-member", Printable.line(name.shown()), folder);
  }

  private boolean agrees(String question) {
    Person asked = person.get();
    if (asked == null) {
      throw Failure.usage(Texts.problem("history.nobody-to-ask"));
    }
    try {
      String answer = asked.answer(question);
      return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw Failure.usage(Texts.problem("history.nobody-to-ask"), e);
    }
  }

  private long purge(@Nullable MemberName name) {
    try {
      return name == null
          ? HistoryFiles.purgeId(folder.path(), String.valueOf(id))
          : HistoryFiles.purgeMember(folder.path(), name.shown(), PROVEN + name.key());
    } catch (ProblemIOException e) {
      if (e.problem().code() == HistoryProblem.IN_USE) {
        throw Failure.usage(Texts.problem("history.purge-in-use", folder), e);
      }
      throw folder.failure(e);
    } catch (IOException e) {
      throw folder.failure(e);
    }
  }
}
