package dev.parley.chat.protocol;

import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads one command and its arguments, word by word. Used once.
final class CommandParser {
  private static final int MAX_COUNT = 1000;
  private static final int MAX_SECONDS = 24 * 60 * 60;
  private static final int MAX_MINUTES = 60 * 24 * 366;
  private static final int MAX_SHOWN = 32;

  private final String line;
  private final Instant now;
  private final ZoneId zone;

  /// Where the next word begins.
  private int next;

  CommandParser(String line, Instant now, ZoneId zone) {
    this.line = line.stripTrailing();
    this.now = now;
    this.zone = zone;
  }

  /// A command that is not valid.
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CommandLine.Wrong wrong;

    Refusal(ChatError error, CommandProblem code, Object... parameters) {
      super(null, null, false, false);
      this.wrong = new CommandLine.Wrong(error, Problem.of(code, parameters));
    }
  }

  CommandLine parse() {
    String word = word();
    CommandName command = CommandName.of(word);
    try {
      if (command == null || word.startsWith("//")) {
        throw new Refusal(ChatError.NOT_FOUND, CommandProblem.UNKNOWN, shown(word));
      }
      Command parsed = arguments(command);
      if (!isAtEnd()) {
        throw usage(command);
      }
      return new CommandLine.Run(parsed);
    } catch (Refusal refusal) {
      return refusal.wrong;
    } catch (InvalidNameException e) {
      return new CommandLine.Wrong(ChatError.NAME_INVALID, e.problem());
    }
  }

  private Command arguments(CommandName command) throws Refusal, InvalidNameException {
    return switch (command) {
      case NAME -> new Command.Name(MemberName.of(needed(command)));
      case JOIN -> new Command.Join(RoomName.of(needed(command)));
      case LEAVE -> new Command.Leave(room());
      case ROOMS -> new Command.Rooms();
      case WHO -> new Command.Who(room());
      case MSG -> new Command.Msg(member(command), neededRest(command));
      case ME -> new Command.Me(neededRest(command));
      case TOPIC -> topic();
      case HISTORY -> history(command);
      case SEARCH -> new Command.Search(neededRest(command));
      case EDIT -> edit(command);
      case DELETE -> new Command.Delete(isAtEnd() ? 0 : seq());
      case IGNORE -> isAtEnd() ? new Command.Ignore(null, true) : ignore(command);
      case MUTE -> new Command.Mute(member(command), muteDuration());
      case KICK -> new Command.Kick(member(command), restIfAny());
      case BAN -> new Command.Ban(member(command), banDuration(), restIfAny());
      case UNBAN -> new Command.Unban(member(command));
      case SLOW -> {
        require(command);
        yield new Command.Slow(Duration.ofSeconds(number("SECONDS", 0, MAX_SECONDS)));
      }
      case OP -> new Command.Op(member(command), !off(command));
      case HELP -> new Command.Help(about());
      case QUIT -> new Command.Quit();
    };
  }

  private @Nullable RoomName room() throws InvalidNameException {
    return isAtEnd() ? null : RoomName.of(word());
  }

  /// Reads a name, which people also write with the mark of a talk: `@ada`.
  private MemberName member(CommandName command) throws Refusal, InvalidNameException {
    String name = needed(command);
    return MemberName.of(name.startsWith("@") ? name.substring(1) : name);
  }

  private Command topic() {
    String text = restIfAny();
    return new Command.Topic("off".equals(text) ? "" : text);
  }

  private Command history(CommandName command) throws Refusal {
    if (isAtEnd()) {
      return new Command.History(0, 0, null);
    }
    int start = next;
    if (!word().equalsIgnoreCase("before")) {
      next = start;
      return new Command.History((int) number("COUNT", 1, MAX_COUNT), 0, null);
    }
    require(command);
    start = next;
    boolean isNumber = isNumber(word());
    next = start;
    return isNumber ? new Command.History(0, seq(), null) : new Command.History(0, 0, time());
  }

  /// Reads `14:30`, `14:30:15`, `2026-11-21`, or a date and a time.
  private Instant time() throws Refusal {
    String first = word();
    try {
      if (first.indexOf(':') >= 0) {
        return last(timeOfDay(first));
      }
      LocalDate date = LocalDate.parse(first);
      if (date.getYear() < 0 || date.getYear() > 9999) {
        throw noTime();
      }
      return isAtEnd()
          ? date.atStartOfDay(zone).toInstant()
          : date.atTime(timeOfDay(word())).atZone(zone).toInstant();
    } catch (DateTimeException _) {
      throw noTime();
    }
  }

  private static LocalTime timeOfDay(String word) {
    return LocalTime.parse(word.indexOf(':') == 1 ? '0' + word : word);
  }

  private static Refusal noTime() {
    return new Refusal(ChatError.MALFORMED, CommandProblem.TIME);
  }

  private Instant last(LocalTime time) {
    ZonedDateTime today = now.atZone(zone).with(time);
    return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
  }

  private Command edit(CommandName command) throws Refusal {
    require(command);
    int start = next;
    String first = word();
    if (first.endsWith(":") && isNumber(first.substring(0, first.length() - 1))) {
      long seq = number(first.substring(0, first.length() - 1), "SEQ", 1, JsonObject.MAX_NUMBER);
      return new Command.Edit(seq, neededRest(command));
    }
    next = start;
    return new Command.Edit(0, neededRest(command));
  }

  private Command ignore(CommandName command) throws Refusal, InvalidNameException {
    return new Command.Ignore(member(command), !off(command));
  }

  /// Reads nothing, or `off`.
  private boolean off(CommandName command) throws Refusal {
    if (isAtEnd()) {
      return false;
    }
    if (!word().equals("off")) {
      throw usage(command);
    }
    return true;
  }

  private @Nullable Duration muteDuration() throws Refusal {
    if (isAtEnd()) {
      return null;
    }
    int start = next;
    if (word().equals("off")) {
      return Duration.ZERO;
    }
    next = start;
    return Duration.ofMinutes(number("MINUTES", 1, MAX_MINUTES));
  }

  /// Reads minutes, if a number is next; a reason that begins with one needs them in front of it.
  private @Nullable Duration banDuration() throws Refusal {
    int start = next;
    boolean isNumber = isNumber(word());
    next = start;
    return isNumber ? Duration.ofMinutes(number("MINUTES", 1, MAX_MINUTES)) : null;
  }

  private @Nullable CommandName about() throws Refusal {
    if (isAtEnd()) {
      return null;
    }
    String word = word();
    CommandName about = CommandName.of(word);
    if (about == null) {
      throw new Refusal(ChatError.NOT_FOUND, CommandProblem.UNKNOWN, shown(word));
    }
    return about;
  }

  private long seq() throws Refusal {
    return number("SEQ", 1, JsonObject.MAX_NUMBER);
  }

  private long number(String name, long min, long max) throws Refusal {
    return number(word(), name, min, max);
  }

  private static long number(String word, String name, long min, long max) throws Refusal {
    if (isNumber(word) && word.length() <= 18) {
      long number = Long.parseLong(word);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new Refusal(ChatError.MALFORMED, CommandProblem.NUMBER, name, min, max);
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String needed(CommandName command) throws Refusal {
    require(command);
    return word();
  }

  private void require(CommandName command) throws Refusal {
    if (isAtEnd()) {
      throw usage(command);
    }
  }

  private String neededRest(CommandName command) throws Refusal {
    require(command);
    return rest();
  }

  private @Nullable String restIfAny() {
    return isAtEnd() ? null : rest();
  }

  private String rest() {
    String rest = line.substring(next);
    next = line.length();
    return rest;
  }

  private boolean isAtEnd() {
    return next >= line.length();
  }

  /// Returns the next word and skips the blanks behind it; empty at the end.
  private String word() {
    int start = next;
    while (next < line.length() && !Character.isWhitespace(line.charAt(next))) {
      next++;
    }
    String word = line.substring(start, next);
    while (next < line.length() && Character.isWhitespace(line.charAt(next))) {
      next++;
    }
    return word;
  }

  private static Refusal usage(CommandName command) {
    return new Refusal(ChatError.MALFORMED, CommandProblem.USAGE, command.usage());
  }

  private static String shown(String word) {
    String printable = Printable.line(word);
    return printable.length() <= MAX_SHOWN
        ? printable.toLowerCase(Locale.ROOT)
        : printable.substring(0, printable.offsetByCodePoints(0, MAX_SHOWN / 2)) + "…";
  }
}
