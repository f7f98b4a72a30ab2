package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;

import dev.parley.chat.history.LogState;
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
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history purge`: removes a message, all of a member, or a room, for good. Needs the
/// folder for itself.
final class PurgeCommand implements Callable<Integer> {
  /// In front of a proven name it is the author of what its owner has said under any name.
  private static final String PROVEN = "p:";

  private static final Set<String> YES = Set.of("y", "yes");

  private final CommandSpec spec = Declaration.command("purge", this);
  private final Supplier<@Nullable Person> person;
  private final DataOption folder = new DataOption();
  private @Nullable String id;
  private @Nullable String member;
  private @Nullable String room;
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
    spec.addOption(
        option(String.class, value -> room = value, "--room").paramLabel("ROOM").build());
    return spec.addOption(flag(isSet -> isAgreed = isSet, "--yes").build());
  }

  @Override
  public Integer call() {
    if (Stream.of(id, member, room).filter(Objects::nonNull).count() != 1) {
      throw Failure.usage(Texts.problem("history.purge-what"));
    }
    Wanted wanted = wanted();
    if (!isAgreed && !agrees(Texts.text(wanted.question(), wanted.shown(), folder))) {
      Notes.say(spec, "history.kept");
      return ExitCode.FINE;
    }
    long purged = purge(wanted);
    if (room != null) {
      Notes.say(spec, "history.room-purged", wanted.shown(), purged);
      return ExitCode.FINE;
    }
    if (purged == 0) {
      Notes.say(spec, "history.nothing-to-purge", folder);
    } else {
      Notes.say(spec, "history.purged", purged);
    }
    return ExitCode.FINE;
  }

  /// What is to be removed.
  ///
  /// @param shown its name, safe to show
  /// @param question the key of the question about it
  private record Wanted(String shown, String question, Purging purging) {}

  /// Removes it, and returns how many entries.
  private interface Purging {
    long run(Path folder) throws IOException;
  }

  private Wanted wanted() {
    String id = this.id;
    if (id != null) {
      folder.check();
      return new Wanted(
          Printable.line(id), "history.purge-id", place -> HistoryFiles.purgeId(place, id));
    }
    String member = this.member;
    if (member != null) {
      MemberName name = name(member);
      folder.check();
      return new Wanted(
          Printable.line(name.shown()),
          "history.purge-member",
          place -> HistoryFiles.purgeMember(place, name.shown(), PROVEN + name.key()));
    }
    String key = key(String.valueOf(room));
    return new Wanted(
        RoomKey.shown(key), "history.purge-room", place -> HistoryFiles.purgeRoom(place, key));
  }

  private static MemberName name(String typed) {
    try {
      return MemberName.of(typed);
    } catch (InvalidNameException e) {
      throw Failure.usage(
          Texts.problem("history.no-member", Printable.line(typed), e.problem()), e);
    }
  }

  private String key(String typed) {
    return folder.check().stream()
        .map(LogState::room)
        .filter(key -> RoomKey.isMeant(key, typed))
        .findFirst()
        .orElseThrow(
            () -> Failure.usage(Texts.problem("history.no-room", Printable.line(typed), folder)));
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

  private long purge(Wanted wanted) {
    try {
      return wanted.purging().run(folder.path());
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
