package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.number;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.repeatable;
import static dev.parley.cli.command.Declaration.words;

import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Search;
import dev.parley.cli.chat.EntryText;
import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.text.Texts;
import dev.parley.history.HistoryFiles;
import dev.parley.limit.Clock;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history search`: finds messages by words. Works while a server has the folder.
final class SearchCommand implements Callable<Integer> {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000_000;

  private final CommandSpec spec = Declaration.command("search", this);
  private final DataOption folder = new DataOption();
  private final ZoneId zone = ZoneId.systemDefault();
  private List<String> words = List.of();
  private List<String> rooms = List.of();
  private boolean isPrivateToo;
  private int limit = DEFAULT_LIMIT;
  private @Nullable Instant before;
  private boolean isJson;

  CommandSpec spec() {
    spec.addPositional(words(values -> words = values).paramLabel("WORD").arity("1..*").build());
    folder.declare(spec);
    spec.addOption(repeatable(values -> rooms = values, "--room").paramLabel("ROOM").build());
    spec.addOption(flag(isSet -> isPrivateToo = isSet, "--private").build());
    spec.addOption(number(value -> limit = value, "--limit").build());
    spec.addOption(
        option(Instant.class, value -> before = value, "--before")
            .paramLabel("TIME")
            .converters(new TimeArgument(Clock.system().now(), zone))
            .build());
    return spec.addOption(flag(isSet -> isJson = isSet, "--json").build());
  }

  @Override
  public Integer call() {
    String wanted = String.join(" ", words);
    if (wanted.isBlank()) {
      throw Failure.usage(Texts.problem("history.no-words"));
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Failure.usage(Texts.problem("history.limit", limit, MAX_LIMIT));
    }
    // One more, to know whether that is all.
    List<Search.Hit> hits = find(wanted, limit + 1);
    print(hits.subList(0, Math.min(limit, hits.size())).reversed());
    if (!isJson && hits.isEmpty()) {
      Notes.say(spec, "history.nothing-found");
    } else if (!isJson && hits.size() > limit) {
      Notes.say(spec, "history.more-found", limit);
    }
    return ExitCode.FINE;
  }

  private List<Search.Hit> find(String wanted, int most) {
    long end = before == null ? Long.MAX_VALUE : before.toEpochMilli();
    try {
      return HistoryFiles.search(folder.path(), new Search(keys(), wanted, end, most));
    } catch (IOException e) {
      throw folder.failure(e);
    }
  }

  /// Returns the keys of the rooms to search in: those that were named, or all but talks of two.
  private List<String> keys() throws IOException {
    List<String> all = HistoryFiles.rooms(folder.path()).stream().map(LogState::room).toList();
    if (rooms.isEmpty()) {
      return all.stream().filter(key -> isPrivateToo || !RoomKey.isPrivate(key)).toList();
    }
    List<String> named = new ArrayList<>();
    for (String room : rooms) {
      named.add(
          all.stream()
              .filter(key -> RoomKey.isMeant(key, room))
              .findFirst()
              .orElseThrow(() ->
                  Failure.usage(Texts.problem("history.no-room", Printable.line(room), folder))));
    }
    return named;
  }

  /// Prints messages, oldest first, as they were read in their rooms.
  private void print(List<Search.Hit> hits) {
    PrintWriter out = spec.commandLine().getOut();
    EntryText people = new EntryText(zone);
    for (Search.Hit hit : hits) {
      FoundMessage found = new FoundMessage(hit);
      out.println(isJson ? found.json() : found.line(people));
    }
    out.flush();
  }
}
