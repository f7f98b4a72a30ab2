package dev.parley.chat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  /// 18:00 in Shanghai.
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static CommandLine parsed(String line) {
    return CommandLine.parse(line, NOW, SHANGHAI);
  }

  private static Command run(String line) {
    return assertInstanceOf(CommandLine.Run.class, parsed(line)).command();
  }

  private static CommandLine.Wrong wrong(String line) {
    return assertInstanceOf(CommandLine.Wrong.class, parsed(line));
  }

  private static MemberName name(String text) throws InvalidNameException {
    return MemberName.of(text);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "hello,hello",
        "'',''",
        "//usr/bin,/usr/bin",
        "///,//",
        " /help, /help",
        "a /help,a /help",
        "你好,你好"
      })
  void whatDoesNotBeginWithOneSlashIsSaid(String line, String text) {
    assertEquals(new CommandLine.Say(text), parsed(line));
  }

  @Test
  void everyCommandIsRead() throws InvalidNameException {
    Map<String, Command> commands =
        Map.ofEntries(
            Map.entry("/name 小明", new Command.Name(name("小明"))),
            Map.entry("/join #Ops", new Command.Join(RoomName.of("#ops"))),
            Map.entry("/leave", new Command.Leave(null)),
            Map.entry("/rooms", new Command.Rooms()),
            Map.entry("/who #ops", new Command.Who(RoomName.of("#ops"))),
            Map.entry("/msg @bob  a  b ", new Command.Msg(name("bob"), "a  b")),
            Map.entry("/me waves\nand smiles", new Command.Me("waves\nand smiles")),
            Map.entry("/topic lunch at 12", new Command.Topic("lunch at 12")),
            Map.entry("/history 20", new Command.History(20, 0, null)),
            Map.entry("/search 你好 /x", new Command.Search("你好 /x")),
            Map.entry("/edit 12: hi", new Command.Edit(12, "hi")),
            Map.entry("/delete 7", new Command.Delete(7)),
            Map.entry("/ignore bob off", new Command.Ignore(name("bob"), false)),
            Map.entry("/mute bob 10", new Command.Mute(name("bob"), Duration.ofMinutes(10))),
            Map.entry("/kick bob too loud", new Command.Kick(name("bob"), "too loud")),
            Map.entry("/ban bob", new Command.Ban(name("bob"), null, null)),
            Map.entry("/unban bob", new Command.Unban(name("bob"))),
            Map.entry("/slow 30", new Command.Slow(Duration.ofSeconds(30))),
            Map.entry("/op bob", new Command.Op(name("bob"), true)),
            Map.entry("/help msg", new Command.Help(CommandName.MSG)),
            Map.entry("/QUIT", new Command.Quit()));
    commands.forEach((line, command) -> {
      assertEquals(command, run(line));
      assertEquals(command.command(), CommandName.of(line.split(" ", 2)[0]));
    });
    assertEquals(CommandName.values().length, commands.size());
  }

  @Test
  void whatMayBeLeftOutCanBeLeftOut() throws InvalidNameException {
    assertEquals(new Command.Who(null), run("/who"));
    assertEquals(new Command.Topic(null), run("/topic "));
    assertEquals(new Command.Topic(""), run("/topic off"));
    assertEquals(new Command.History(0, 0, null), run("/history"));
    assertEquals(new Command.Edit(0, "12 monkeys"), run("/edit 12 monkeys"));
    assertEquals(new Command.Edit(0, "12:30 it is"), run("/edit 12:30 it is"));
    assertEquals(new Command.Delete(0), run("/delete"));
    assertEquals(new Command.Ignore(null, true), run("/ignore"));
    assertEquals(new Command.Ignore(name("bob"), true), run("/ignore bob"));
    assertEquals(new Command.Mute(name("bob"), null), run("/mute bob"));
    assertEquals(new Command.Mute(name("bob"), Duration.ZERO), run("/mute bob off"));
    assertEquals(new Command.Ban(name("bob"), null, "3x spam"), run("/ban bob 3x spam"));
    assertEquals(new Command.Ban(name("bob"), Duration.ofMinutes(90), null), run("/ban bob 90"));
    assertEquals(
        new Command.Ban(name("bob"), Duration.ofMinutes(1), "3 times"), run("/ban bob 1 3 times"));
    assertEquals(new Command.Op(name("bob"), false), run("/op bob off"));
    assertEquals(new Command.Help(null), run("/help"));
  }

  @ParameterizedTest
  @CsvSource({
    "14:30, 2026-11-21T06:30:00Z",
    "9:05, 2026-11-21T01:05:00Z",
    "18:00, 2026-11-21T10:00:00Z",
    "18:01, 2026-11-20T10:01:00Z",
    "23:59:59, 2026-11-20T15:59:59Z",
    "2026-11-21, 2026-11-20T16:00:00Z",
    "2026-11-21 14:30, 2026-11-21T06:30:00Z",
    "1999-12-31 23:59, 1999-12-31T15:59:00Z"
  })
  void aTimeIsThatOfTheZoneAndTheLastOneThatWas(String time, Instant at) {
    assertEquals(new Command.History(0, 0, at), run("/history before " + time));
  }

  @Test
  void aNumberBehindBeforeIsThatOfAMessage() {
    assertEquals(new Command.History(0, 2026, null), run("/history before 2026"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/name",
        "/join",
        "/msg",
        "/msg bob",
        "/me",
        "/search",
        "/edit",
        "/edit 12:",
        "/mute",
        "/kick",
        "/ban",
        "/unban",
        "/slow",
        "/op",
        "/op bob on",
        "/ignore bob x",
        "/history before",
        "/rooms x",
        "/quit now",
        "/who #a #b",
        "/delete 1 2",
        "/mute bob 1 2",
        "/history 1 2",
        "/history before 14:30 x"
      })
  void aCommandThatIsUsedWronglySaysHowItIsUsed(String line) {
    CommandLine.Wrong wrong = wrong(line);
    assertEquals(ChatError.MALFORMED, wrong.error());
    assertEquals(CommandProblem.USAGE, wrong.problem().code());
    CommandName command = CommandName.of(line.split(" ", 2)[0]);
    assertNotNull(command);
    assertEquals("it is used as " + command.usage(), wrong.problem().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/slow x",
        "/slow -1",
        "/slow 86401",
        "/slow 99999999999999999999",
        "/delete 0",
        "/delete 9007199254740992",
        "/edit 0: x",
        "/history 0",
        "/history 1001",
        "/history all",
        "/mute bob 0",
        "/mute bob 527041",
        "/ban bob 0",
        "/ban bob 527041 spam",
        "/slow ١"
      })
  void aNumberOutOfRangeIsRefused(String line) {
    assertEquals(CommandProblem.NUMBER, wrong(line).problem().code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/slow 0",
        "/slow 86400",
        "/history 1",
        "/history 1000",
        "/mute bob 1",
        "/mute bob 527040",
        "/ban bob 1",
        "/ban bob 527040"
      })
  void theFirstAndTheLastNumberAreTaken(String line) {
    assertNotNull(run(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "25:00",
        "14:60",
        "noon",
        "2026-13-01",
        "2026-02-30",
        "2026-11-21 x",
        "+10000-01-01",
        "14:",
        ":"
      })
  void whatIsNoTimeIsRefused(String time) {
    assertEquals(CommandProblem.TIME, wrong("/history before " + time).problem().code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/name a,b", "/join lobby", "/join #", "/msg # x", "/who ada", "/kick /x"})
  void anInvalidNameIsRefusedAsOne(String line) {
    assertEquals(ChatError.NAME_INVALID, wrong(line).error());
    assertInstanceOf(NameProblem.class, wrong(line).problem().code());
  }

  @ParameterizedTest
  @CsvSource({"/dance, /dance", "/, /", "/ help, /", "/\u001B[2J, /\\x1b[2j", "/help dance, dance"})
  void anUnknownCommandIsNamedSafely(String line, String named) {
    CommandLine.Wrong wrong = wrong(line);
    assertEquals(ChatError.NOT_FOUND, wrong.error());
    assertEquals(
        "there is no command "
            + named
            + "; /help lists them, // says a text that begins with a slash",
        wrong.problem().toString());
  }

  @Test
  void aLongWordIsNotRepeatedWhole() {
    assertTrue(wrong("/" + "😀".repeat(10_000)).problem().toString().length() < 150);
  }

  @ParameterizedTest
  @EnumSource(CommandName.class)
  void everyCommandExplainsItself(CommandName command) {
    assertEquals(command, CommandName.of(command.typed()));
    assertEquals(2, command.explanation().size());
    assertTrue(CommandName.overview(true).contains(command.explanation().getFirst()));
  }

  @Test
  void membersAreNotShownWhatOperatorsMayDo() {
    List<String> lines = CommandName.overview(false);
    assertTrue(lines.stream().noneMatch(line -> line.startsWith("/ban")));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("/msg NAME TEXT - ")));
  }
}
