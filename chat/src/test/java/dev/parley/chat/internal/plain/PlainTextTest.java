package dev.parley.chat.internal.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.text.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  private static final Instant TIME = Instant.parse("2026-11-21T02:31:59Z");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private static List<String> lines(Notice notice) {
    return new PlainText(SHANGHAI).lines(notice, TIME);
  }

  private static Entry entry(Kind kind, String text, State state) {
    boolean isChange = kind == Kind.EDIT || kind == Kind.DELETE;
    return new Entry(12, TIME, kind, "ada", "", "i", text, isChange ? 7 : 0, state);
  }

  private static List<String> said(Kind kind, String text, State state) {
    return lines(new Notice.Message("#lobby", entry(kind, text, state)));
  }

  private static List<String> said(String text) {
    return said(Kind.TEXT, text, State.ORIGINAL);
  }

  @Test
  void everyKindOfEntryHasItsLine() {
    assertEquals(List.of("10:31 #lobby ada: 你好"), said("你好"));
    assertEquals(List.of("10:31 #lobby * ada waves"), said(Kind.ACTION, "waves", State.ORIGINAL));
    assertEquals(List.of("10:31 #lobby ada (edited): hi"), said(Kind.TEXT, "hi", State.EDITED));
    assertEquals(List.of("10:31 #lobby ada (deleted)"), said(Kind.TEXT, "", State.DELETED));
    assertEquals(List.of("10:31 #lobby ada edited [7]: hi"), said(Kind.EDIT, "hi", State.ORIGINAL));
    assertEquals(List.of("10:31 #lobby ada edited [7]"), said(Kind.EDIT, "", State.DELETED));
    assertEquals(List.of("10:31 #lobby ada deleted [7]"), said(Kind.DELETE, "", State.ORIGINAL));
    assertEquals(
        List.of("10:31 #lobby ada set the topic: lunch"),
        said(Kind.TOPIC, "lunch", State.ORIGINAL));
    assertEquals(
        List.of("10:31 #lobby ada removed the topic"), said(Kind.TOPIC, "", State.ORIGINAL));
  }

  @Test
  void anEmptyMessageIsALine() {
    assertEquals(List.of("10:31 #lobby ada: "), said(""));
  }

  @Test
  void anEntryOfAnotherDayHasItsDate() {
    Notice.Message message = new Notice.Message("#lobby", entry(Kind.TEXT, "hi", State.ORIGINAL));
    Instant midnight = Instant.parse("2026-11-21T16:00:00Z");
    PlainText plain = new PlainText(SHANGHAI);
    assertEquals(List.of("2026-11-21 10:31 #lobby ada: hi"), plain.lines(message, midnight));
    assertEquals(List.of("10:31 #lobby ada: hi"), plain.lines(message, midnight.minusNanos(1)));
  }

  @Test
  void aTextOfSeveralLinesIsIndented() {
    assertEquals(
        List.of(
            "10:31 #lobby ada: one",
            "  | 10:31 #lobby bob: two",
            "  | ",
            "  | -- bob left",
            "  | \tfour\\r"),
        said(
            "one\n10:31 #lobby bob: two\n\r\n-- bob left\n\tfour\r\n\n"
                .replace("four\r\n", "four\r\r\n")));
  }

  @Test
  void twentyLinesAreShownAndTheRestIsCounted() {
    assertEquals(20, said("x\n".repeat(20)).size());
    assertEquals(List.of("  | x", "  | … (1 more line)"), said("x\n".repeat(21)).subList(19, 21));
    assertEquals("  | … (980 more lines)", said("x\n".repeat(1000)).getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001B[2J",
        "a\rb",
        "\u202Ecod.exe",
        "a\u2028-- bob left",
        "\u0000",
        "\u0085x",
        "\uFEFF",
        "a\u000Bb\fc"
      })
  void hostileCharactersAreEscaped(String text) {
    for (Kind kind : Kind.values()) {
      assertShown(said(kind, text, State.ORIGINAL));
    }
    assertShown(lines(new Notice.Result(null, List.of(text))));
    assertShown(lines(new Notice.Closing(ClosingCode.KICKED, text)));
    assertShown(lines(new Notice.Left("#lobby", text, text)));
    assertShown(lines(new Notice.Refused(ChatError.MUTED, text, null, null, null, 0)));
    assertShown(
        lines(
            new Notice.Room("#lobby", "e", 1, 1, false, text, List.of(text), 1, 0, Storage.DISK)));
  }

  private static void assertShown(List<String> lines) {
    for (String line : lines) {
      assertEquals(Printable.text(line), line);
      assertTrue(line.indexOf('\n') < 0, line);
    }
  }

  @Test
  void comingAndGoingIsOneLine() {
    assertEquals(
        List.of("-- #lobby: ada, bob joined; 5 here"),
        lines(new Notice.Presence("#lobby", List.of("ada", "bob"), List.of(), 5)));
    assertEquals(
        List.of("-- #lobby: ada joined; eve left; 5 here"),
        lines(new Notice.Presence("#lobby", List.of("ada"), List.of("eve"), 5)));
    assertEquals(
        List.of("-- #lobby: 412 here"),
        lines(new Notice.Presence("#lobby", List.of(), List.of(), 412)));
  }

  @Test
  void aRoomSaysWhoIsThereAndWhatItIsAbout() {
    assertEquals(
        List.of(
            "-- you are in #lobby: ada, bob; 2 here",
            "-- #lobby topic: lunch",
            "-- what is said in #lobby is not kept"),
        lines(
            new Notice.Room(
                "#lobby", "e", 1, 0, false, "lunch", List.of("ada", "bob"), 2, 0, Storage.NONE)));
    assertEquals(
        List.of("-- you are in #lobby; 412 here"),
        lines(new Notice.Room("#lobby", "e", 1, 0, false, "", List.of(), 412, 0, Storage.DISK)));
  }

  @Test
  void aPageHasTheNumbersByWhichMessagesAreNamed() {
    Entry first = entry(Kind.TEXT, "one\ntwo", State.ORIGINAL);
    assertEquals(
        List.of(
            "-- #lobby: there are more: /history before 12",
            "[12] 10:31 #lobby ada: one",
            "  | two"),
        lines(new Notice.Page(null, "#lobby", List.of(first), true)));
    assertEquals(
        List.of("-- #lobby: no messages"),
        lines(new Notice.Page(null, "#lobby", List.of(), false)));
  }

  @Test
  void whatWasFoundIsShownWithTheLatestLast() {
    Notice.Message newer = new Notice.Message("#lobby", entry(Kind.TEXT, "new", State.ORIGINAL));
    Notice.Message older =
        new Notice.Message(
            "#ops", new Entry(3, TIME, Kind.TEXT, "bob", "", "", "old", 0, State.ORIGINAL));
    assertEquals(
        List.of(
            "[3] 10:31 #ops bob: old",
            "[12] 10:31 #lobby ada: new",
            "-- there are more; search for more words"),
        lines(new Notice.Found(null, List.of(newer, older), true)));
    assertEquals(List.of("-- nothing was found"), lines(new Notice.Found(null, List.of(), false)));
  }

  @Test
  void theServerSpeaksBehindTwoDashes() {
    assertEquals(
        List.of("-- one", "-- two"), lines(new Notice.Result(null, List.of("one", "two"))));
    assertEquals(
        List.of("-- guest7 is called ada now"), lines(new Notice.Renamed("guest7", "ada")));
    assertEquals(List.of("-- you have left #ops"), lines(new Notice.Left("#ops", null, null)));
    assertEquals(
        List.of("-- bob has removed you from #ops: too loud"),
        lines(new Notice.Left("#ops", "bob", "too loud")));
    assertEquals(
        List.of("-- too fast; try again in 2 s"),
        lines(new Notice.Refused(ChatError.TOO_FAST, "too fast", null, null, null, 1001)));
    assertEquals(
        List.of("-- the server shuts down"),
        lines(new Notice.Closing(ClosingCode.SHUTDOWN, "the server shuts down")));
  }

  @Test
  void aGuestIsToldHowToGetAName() {
    assertEquals(
        List.of(
            "-- welcome to Parley 0.1, guest7",
            "-- a line is a message; /name NAME gives you another name, /help lists the commands"),
        lines(new Notice.Welcome(1, "Parley 0.1", "guest7", "token", false, 25, 4096, List.of())));
    assertEquals(
        List.of(
            "-- welcome to Parley 0.1, ada; you are an operator",
            "-- a line is a message; /help lists the commands"),
        lines(new Notice.Welcome(1, "Parley 0.1", "ada", null, true, 25, 4096, List.of())));
  }

  @Test
  void whatIsForProgramsHasNoLine() {
    assertEquals(List.of(), lines(new Notice.Ping()));
    assertEquals(List.of(), lines(new Notice.Typing("#lobby", "ada")));
    assertEquals(List.of(), lines(new Notice.Ack("#lobby", "1", 1, TIME, Storage.DISK)));
  }
}
