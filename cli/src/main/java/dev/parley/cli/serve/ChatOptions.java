package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.file;
import static dev.parley.cli.command.Declaration.number;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.repeatable;
import static dev.parley.cli.command.Declaration.time;
import static dev.parley.cli.command.Declaration.wideSize;

import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.History;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.cli.command.BuildInfo;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.report.Report;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.history.Retention;
import dev.parley.history.SqliteHistory;
import dev.parley.limit.Clock;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options of the service `chat`: where messages are kept and for how long, and who operates
/// the rooms.
final class ChatOptions {
  private static final Path DEFAULT_FOLDER = Path.of("parley-data");

  private static final int DEFAULT_RATE = ChatLimits.defaults().messagesPerSecond();

  /// The choices of `--history`.
  enum Kept {
    DISK,
    MEMORY,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private @Nullable Path folder;
  private @Nullable Kept kept;
  private List<String> operators = List.of();
  private @Nullable Path names;
  private List<String> memoryRooms = List.of();
  private @Nullable Integer rate;
  private @Nullable Integer keptMessages;
  private @Nullable Duration keptTime;
  private @Nullable Long keptBytes;
  private @Nullable Long freeBytes;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.addOption(file(value -> folder = value, "--data").paramLabel("FOLDER").build());
    group.addOption(
        option(Kept.class, value -> kept = value, "--history")
            .paramLabel("WHERE")
            .converters(ChatOptions::kept)
            .build());
    group.addOption(
        repeatable(values -> operators = values, "--operator").paramLabel("NAME").build());
    group.addOption(file(value -> names = value, "--chat-names").build());
    group.addOption(
        repeatable(values -> memoryRooms = values, "--memory-room").paramLabel("ROOM").build());
    group.addOption(number(value -> rate = value, "--chat-rate").build());
    group.addOption(
        number(value -> keptMessages = value, "--keep-messages").paramLabel("N").build());
    group.addOption(time(value -> keptTime = value, "--keep-time").build());
    group.addOption(wideSize(value -> keptBytes = value, "--keep-bytes").build());
    group.addOption(wideSize(value -> freeBytes = value, "--keep-free").build());
  }

  private static Kept kept(String word) {
    for (Kept one : Kept.values()) {
      if (one.toString().equals(word)) {
        return one;
      }
    }
    throw Failure.usage(Texts.problem("serve.chat.history", Printable.line(word)));
  }

  /// Rejects options that another service does not have.
  ///
  /// @throws Failure with a sentence
  void refuseWith(Object service) {
    if (folder != null
        || kept != null
        || !operators.isEmpty()
        || names != null
        || !memoryRooms.isEmpty()
        || rate != null
        || freeBytes != null
        || isTrimmed()) {
      throw Failure.usage(Texts.problem("serve.chat.other-service", service));
    }
  }

  private boolean isTrimmed() {
    return keptMessages != null || keptTime != null || keptBytes != null;
  }

  /// Opens the logs of the rooms.
  ///
  /// @param report is told of a disk that fills up
  /// @throws Failure if they cannot be used
  History history(Clock clock, Report report) {
    Kept where = kept == null ? Kept.DISK : kept;
    if (where != Kept.DISK && (folder != null || freeBytes != null || isTrimmed())) {
      throw Failure.usage(Texts.problem("serve.chat.nothing-kept", where));
    }
    return switch (where) {
      case DISK -> onDisk(folder == null ? DEFAULT_FOLDER : folder, clock, report);
      case MEMORY -> new MemoryHistory(MemoryHistory.MAX_ENTRIES, clock);
      case NONE -> MemoryHistory.none(clock);
    };
  }

  private History onDisk(Path where, Clock clock, Report report) {
    try {
      SqliteHistory.Builder builder =
          SqliteHistory.builder(where)
              .clock(clock)
              .retention(retention())
              .onDiskUse(new DiskReport(where, report::warn, report::note));
      return (freeBytes == null ? builder : builder.reserve(freeBytes)).open();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem(
              "serve.chat.no-history", Printable.line(where.toString()), ProblemTexts.sentence(e)),
          e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  private Retention retention() {
    if (isTrimmed()
        && ((keptMessages != null && keptMessages < 1)
            || (keptTime != null && !keptTime.isPositive())
            || (keptBytes != null && keptBytes < 1))) {
      throw Failure.usage(Texts.problem("serve.chat.keep-nothing"));
    }
    return new Retention(
        keptMessages == null ? Long.MAX_VALUE : keptMessages,
        keptTime,
        keptBytes == null ? Long.MAX_VALUE : keptBytes);
  }

  /// Returns the settings of the rooms.
  ///
  /// @throws Failure if one is out of range
  ChatSettings settings() {
    ChatLimits limits = ChatLimits.defaults();
    try {
      return ChatSettings.defaults()
          .withServer("parley " + BuildInfo.version())
          .withZone(ZoneId.systemDefault())
          .withOperators(Set.copyOf(operators))
          .withMemoryRooms(Set.copyOf(memoryRooms))
          .withLimits(limits.withRate(limits.burst(), rate == null ? DEFAULT_RATE : rate));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  /// Returns the names in the chat of principals; null if none were given.
  ///
  /// @throws Failure if the file cannot be used
  @Nullable ChatNames names() {
    return names == null ? null : ChatNames.read(names);
  }
}
