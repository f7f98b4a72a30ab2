package dev.parley.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.client.ClientProblem;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.problem.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;

/// What a person sees of rooms.
final class ChatViewTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T10:31:00Z");
  private static final Problem MUTED = Problem.of(ClientProblem.REFUSED, ChatError.MUTED, "muted");

  private final ShownLines screen = new ShownLines(true);
  private final ChatView view = new ChatView(screen, new EntryText(ZoneOffset.UTC), true);

  private static Notice.Room room(String name, long last, long read, String... members) {
    return new Notice.Room(
        name, "e", 1, last, false, "", List.of(members), members.length, read, Storage.MEMORY);
  }

  private static Entry entry(long seq, Entry.Kind kind, String sender, String text) {
    return new Entry(seq, MONDAY, kind, sender, "", "id" + seq, text, 1, Entry.State.ORIGINAL);
  }

  private void hear(String room, long seq, String sender, String text) {
    view.message(room, entry(seq, Entry.Kind.TEXT, sender, text));
  }

  private void send(String room, String id, String text) {
    view.sending(new Request.Send(room, id, text, false));
  }

  private static Notice.Ack ack(String room, String id, long seq) {
    return new Notice.Ack(room, id, seq, MONDAY, Storage.MEMORY);
  }

  /// Comes as ada into the lobby and #ops, both without a past.
  private void come() {
    view.online(new Notice.Welcome(1, "s", "ada", null, false, 25, 4096, List.of()));
    view.entered(room("#lobby", 0, 0, "ada", "小明"));
    view.entered(room("#ops", 0, 0, "ada"));
    screen.above();
  }

  @Test
  void messagesOfTheRoomAreLinesWithTheirDayInFront() {
    come();
    hear("#lobby", 1, "小明", "你好，ada");
    view.message("#lobby", entry(2, Entry.Kind.ACTION, "小明", "挥手"));
    assertEquals(
        List.of("— 2026-11-30 Monday —", "10:31 小明: 你好，ada", "10:31 * 小明 挥手"), screen.above());
    assertEquals("#lobby > ", screen.prompt());
  }

  @Test
  void changesAndTopicsAreTold() {
    come();
    hear("#lobby", 1, "bob", "hi");
    screen.above();
    view.message("#lobby", entry(2, Entry.Kind.EDIT, "bob", "hello\nall"));
    view.message("#lobby", entry(3, Entry.Kind.DELETE, "bob", ""));
    view.message("#lobby", entry(4, Entry.Kind.TOPIC, "bob", "lunch"));
    view.message("#lobby", entry(5, Entry.Kind.TOPIC, "bob", ""));
    assertEquals(
        List.of(
            "10:31 bob changed \"hi\": hello\n      all",
            "10:31 bob deleted what bob said at 10:31",
            "10:31 bob set the topic: lunch",
            "10:31 bob removed the topic"),
        screen.above());
  }

  @Test
  void whatMembersHaveChosenIsEscaped() {
    view.online(new Notice.Welcome(1, "s", "ada", null, false, 25, 4096, List.of()));
    view.entered(
        new Notice.Room(
            "#a\u001b", "e", 1, 0, false, "\u001b[2J", List.of(), 0, 0, Storage.MEMORY));
    hear("#a\u001b", 1, "b\u0007b", "x\u001b[31m\r\n10:31 ada: forged\t\u202e");
    view.presence(new Notice.Presence("#a\u001b", List.of("e\u001bve"), List.of(), 2));
    view.renamed(new Notice.Renamed("b\u0007b", "c\u0007"));
    view.offline("\u001b[0m");
    for (String line : screen.above()) {
      for (String part : line.split("\n", -1)) {
        assertTrue(part.codePoints().noneMatch(Character::isISOControl), part);
      }
    }
    assertTrue(screen.prompt().startsWith("#a\\x1b"), screen.prompt());
    assertEquals(List.of("\\x1b[0m"), screen.region());
  }

  @Test
  void furtherLinesOfATextCannotPassForMessages() {
    come();
    hear("#lobby", 1, "eve", "x\n10:31 ada: forged");
    assertEquals("10:31 eve: x\n      10:31 ada: forged", screen.above().getLast());
  }

  @Test
  void mentionsAreMarkedAndRing() {
    come();
    hear("#lobby", 1, "bob", "Ada, canada and ADA!");
    AttributedString line = screen.styled().getLast();
    String text = line.toString();
    for (String mention : List.of("Ada,", "ADA!")) {
      assertEquals(AttributedStyle.BOLD.inverse(), line.styleAt(text.indexOf(mention)), mention);
    }
    assertNotEquals(AttributedStyle.BOLD.inverse(), line.styleAt(text.indexOf("canada") + 3));
    assertEquals(1, screen.bells());
    hear("#lobby", 2, "ada", "I am ada");
    assertEquals(1, screen.bells());
  }

  @Test
  void whatComesElsewhereIsCountedAndShownBehindAMark() {
    come();
    hear("#ops", 1, "bob", "down");
    hear("#ops", 2, "bob", "ada: help");
    assertEquals("#lobby [#ops 2!] > ", screen.prompt());
    assertEquals(List.of(), screen.above());
    assertEquals("#ops", view.nextUnread());
    assertTrue(view.go("#ops"));
    assertEquals(
        List.of(
            "— #ops · 1 here —",
            "— new —",
            "— 2026-11-30 Monday —",
            "10:31 bob: down",
            "10:31 bob: ada: help"),
        screen.above());
    assertEquals("#ops > ", screen.prompt());
    view.go("#lobby");
    view.go("#ops");
    assertEquals("10:31 bob: ada: help", screen.above().getLast());
    assertNull(view.nextUnread());
    assertFalse(view.go("#nowhere"));
  }

  @Test
  void thePastIsNoNewsUnlessItWasNotRead() {
    view.online(new Notice.Welcome(1, "s", "ada", null, false, 25, 4096, List.of()));
    view.entered(room("#lobby", 3, 1));
    view.entered(room("#ops", 3, 0));
    screen.above();
    for (long seq = 1; seq <= 3; seq++) {
      hear("#lobby", seq, "bob", "x" + seq);
      hear("#ops", seq, "bob", "ada");
    }
    assertEquals("#lobby > ", screen.prompt());
    assertEquals(0, screen.bells());
    assertEquals(
        List.of(
            "— 2026-11-30 Monday —", "10:31 bob: x1", "— new —", "10:31 bob: x2", "10:31 bob: x3"),
        screen.above());
  }

  @Test
  void onlySoMuchOfAnotherRoomIsKept() {
    come();
    for (int seq = 1; seq <= 201; seq++) {
      hear("#ops", seq, "bob", "x" + seq);
    }
    assertEquals("#lobby [#ops 201] > ", screen.prompt());
    view.go("#ops");
    List<String> lines = screen.above();
    assertEquals("not shown: 1 earlier line; /history shows it", lines.get(1));
    assertEquals("10:31 bob: x2", lines.get(4));
    assertEquals("10:31 bob: x201", lines.getLast());
  }

  @Test
  void anOwnLineStandsBelowUntilItIsInItsPlace() {
    come();
    hear("#lobby", 1, "bob", "one");
    send("#lobby", "a", "你好 100%");
    assertEquals(List.of("ada: 你好 100% …"), screen.region());
    hear("#lobby", 2, "bob", "two");
    view.acknowledged(ack("#lobby", "a", 3));
    assertEquals(List.of(), screen.region());
    assertEquals("10:31 ada: 你好 100%", screen.above().getLast());
    assertEquals(3, view.read());
  }

  @Test
  void aFailedLineStaysUntilThePersonDecides() {
    come();
    send("#lobby", "a", "one");
    send("#ops", "b", "two");
    view.failed("#lobby", "a", MUTED);
    assertEquals(
        List.of("failed: muted: \"one\" (/retry or /drop)", "→ #ops: two …"), screen.region());
    assertEquals(new Request.Send("#lobby", "a", "one", false), view.removeFailed());
    assertEquals(List.of("→ #ops: two …"), screen.region());
    assertNull(view.removeFailed());
  }

  @Test
  void linesBelowFitTheWidthAndAreFew() {
    come();
    screen.resize(20);
    IntStream.rangeClosed(1, 7).forEach(i -> send("#lobby", "a" + i, "一二三四五六七八九十" + i));
    assertEquals(6, screen.region().size());
    assertEquals("2 more are waiting", screen.region().getFirst());
    for (String line : screen.region()) {
      assertTrue(line.codePoints().map(WCWidth::wcwidth).sum() <= 19, line);
      assertTrue(line.endsWith("…") || line.endsWith("waiting"), line);
    }
  }

  @Test
  void whyThereIsNoConnectionStandsBelowUntilThereIsOne() {
    come();
    view.offline("offline, trying now");
    view.offline("offline, next try in 7 s");
    assertEquals(List.of("offline, next try in 7 s"), screen.region());
    assertEquals(List.of(), screen.above());
    view.online(new Notice.Welcome(1, "s", "ada", null, false, 25, 4096, List.of()));
    assertEquals(List.of(), screen.region());
    assertEquals(List.of("connected again"), screen.above());
  }

  @Test
  void earlierMessagesAndWhatWasFoundAreShownWithTheirNumbers() {
    come();
    Entry first = entry(12, Entry.Kind.TEXT, "bob", "你好\nada");
    Entry second = entry(13, Entry.Kind.ACTION, "bob", "waves");
    view.answer(new Notice.Page("r", "#lobby", List.of(first, second), true));
    view.answer(new Notice.Found("r", List.of(new Notice.Message("#ops", second)), true));
    view.answer(new Notice.Page("r", "#lobby", List.of(), false));
    view.answer(new Notice.Found("r", List.of(), false));
    view.answer(new Notice.Result("r", List.of("#lobby: ada\u001b[2J")));
    assertEquals(
        List.of(
            "there are earlier ones: /history before 12",
            "— 2026-11-30 Monday —",
            "[12] 10:31 bob: 你好\n      ada",
            "[13] 10:31 * bob waves",
            "[13] 10:31 #ops * bob waves",
            "there are more; search for more words",
            "there are no such messages in #lobby",
            "nothing was found",
            "#lobby: ada\\x1b[2J"),
        screen.above());
  }

  @Test
  void thePromptSaysThatItConnectsUntilThereIsARoom() {
    view.show();
    assertEquals("connecting > ", screen.prompt());
    send("#lobby", "m1", "early");
    assertEquals(List.of("→ #lobby: early …"), screen.region());
    assertTrue(view.isConnecting());
    come();
    view.left(new Notice.Left("#lobby", null, null));
    view.left(new Notice.Left("#ops", null, null));
    assertEquals("in no room > ", screen.prompt());
    assertFalse(view.isConnecting());
  }

  @Test
  void whatSomebodySaysWhoIsIgnoredIsNotShown() {
    come();
    Entry place = entry(1, Entry.Kind.TEXT, "eve", "").with("", Entry.State.DELETED);
    view.message("#lobby", place);
    view.message("#ops", place);
    assertEquals(List.of(), screen.above());
    assertEquals("#lobby > ", screen.prompt());
    view.entered(room("#old", 1, 0));
    view.go("#old");
    view.message("#old", place);
    assertEquals("10:31 eve: (deleted)", screen.above().getLast());
  }

  @Test
  void lossesAreTold() {
    come();
    view.notRecovered("#lobby", 3, 9);
    view.notRecovered("#ops", 1, 0);
    assertEquals(
        List.of(
            "messages 3 to 9 of #lobby were missed and cannot be had any more",
            "the log of #ops was made anew: what was shown before is of the old one"),
        screen.above());
  }

  @Test
  void membersComeAndGoAndHaveNewNames() {
    come();
    view.presence(new Notice.Presence("#lobby", List.of("bob", "ada"), List.of("小明"), 2));
    view.presence(new Notice.Presence("#ops", List.of("eve"), List.of(), 2));
    view.renamed(new Notice.Renamed("ada", "Ada"));
    assertEquals(List.of("bob came", "小明 went", "you are now Ada"), screen.above());
    assertEquals(List.of("Ada", "bob"), view.memberNames());
  }

  @Test
  void whoLeavesARoomIsInAnother() {
    come();
    view.left(new Notice.Left("#lobby", null, null));
    assertEquals("you have left #lobby", screen.above().getFirst());
    assertEquals("#ops > ", screen.prompt());
    view.left(new Notice.Left("#ops", null, null));
    assertEquals("in no room > ", screen.prompt());
    assertNull(view.current());
  }

  @Test
  void whatIsTypedForARoomIsNotSaidInAnotherWhenAPersonIsRemoved() {
    come();
    view.left(new Notice.Left("#lobby", "root", null));
    assertEquals("root has removed you from #lobby", screen.above().getFirst());
    assertEquals("in no room > ", screen.prompt());
    assertNull(view.current());
    view.go("#ops");
    view.left(new Notice.Left("#ops", null, "you are in at most 64 talks of two"));
    assertEquals(
        "you have left #ops: you are in at most 64 talks of two", screen.above().getLast());
    assertNull(view.current());
  }

  @Test
  void theFirstPrivateMessageIsCountedAsAMentionAndRings() {
    come();
    view.entered(room("@dora", 1, 0));
    hear("@dora", 1, "dora", "你好");
    assertEquals("#lobby [@dora 1!] > ", screen.prompt());
    assertEquals(1, screen.bells());
    assertEquals("@dora", view.nextUnread());
    hear("@dora", 2, "dora", "");
    assertEquals("#lobby [@dora 2!] > ", screen.prompt());
    view.go("@dora");
    hear("@dora", 3, "ada", "of my own, said elsewhere");
    assertEquals("@dora > ", screen.prompt());
    assertEquals(2, screen.bells());
  }

  @Test
  void aPrivateTalkThatWasReadElsewhereIsNoNews() {
    come();
    view.entered(room("@dora", 2, 1));
    hear("@dora", 1, "dora", "read");
    assertEquals("#lobby > ", screen.prompt());
    hear("@dora", 2, "dora", "not read");
    assertEquals("#lobby [@dora 1!] > ", screen.prompt());
  }

  @Test
  void thePastOfATalkThatThePersonGoesToDoesNotRing() {
    come();
    view.entered(room("@dora", 2, 0));
    view.go("@dora");
    hear("@dora", 1, "dora", "long ago");
    assertEquals(0, screen.bells());
  }

  @Test
  void aChangeIsToldByWhatWasSaidOrByItsNumber() {
    come();
    hear("#lobby", 1, "bob", "一二三四五六七八九十一二三四五六");
    change("#lobby", 2, Entry.Kind.EDIT, "a", 1);
    assertEquals("10:31 bob changed \"一二三四五六七八九十一二三四…\": a", screen.above().getLast());
    change("#lobby", 3, Entry.Kind.EDIT, "b", 1);
    assertEquals("10:31 bob changed \"a\": b", screen.above().getLast());
    change("#lobby", 4, Entry.Kind.EDIT, "c", 77);
    assertEquals("10:31 bob changed [77]: c", screen.above().getLast());
    change("#lobby", 5, Entry.Kind.DELETE, "", 78);
    assertEquals("10:31 bob deleted [78]", screen.above().getLast());
  }

  @Test
  void whoIsRemovedLearnsWhy() {
    come();
    view.left(new Notice.Left("#lobby", "root", "太吵\u001b"));
    assertEquals("root has removed you from #lobby: 太吵\\x1b", screen.above().getFirst());
    view.left(new Notice.Left("#ops", "root", ""));
    assertEquals("root has removed you from #ops", screen.above().getFirst());
  }

  @Test
  void whoHasANewNameIsNotTypingUnderTheOldOne() {
    come();
    view.typing(new Notice.Typing("#lobby", "bob"), 7);
    view.renamed(new Notice.Renamed("bob", "robert"));
    assertEquals(List.of(), screen.region());
  }

  @Test
  void aTalkOfTwoThatBeginsAnewMayBeWithSomebodyElse() {
    come();
    view.notRecovered("@eve", 1, 0);
    assertEquals(
        "the talk with eve has begun anew, perhaps with somebody else who is called so now: what"
            + " was shown before is of the old one",
        String.join(" ", screen.above().stream().map(String::strip).toList()));
  }

  @Test
  void whatHasFailedIsToldForGoodAtTheEnd() {
    come();
    assertEquals(0, view.tellFailed());
    send("#lobby", "a", "under way");
    send("@nobody", "b", "psst");
    view.failed("@nobody", "b", MUTED);
    assertEquals(1, view.tellFailed());
    assertEquals(List.of("failed: muted: \"→ @nobody: psst\" (/retry or /drop)"), screen.above());
  }

  @Test
  void aTalkOfTwoFollowsTheNewNameOfItsMember() {
    come();
    view.entered(room("@bob", 0, 0));
    hear("@bob", 1, "bob", "psst");
    view.renamed(new Notice.Renamed("bob", "Robert"));
    assertEquals("#lobby [@Robert 1!] > ", screen.prompt());
  }

  @Test
  void whatWasReadElsewhereIsNoNews() {
    come();
    hear("#ops", 1, "bob", "x");
    view.readElsewhere(new Notice.Read("#ops", 1));
    assertEquals("#lobby > ", screen.prompt());
  }

  private void change(String room, long seq, Entry.Kind kind, String text, long target) {
    view.message(
        room, new Entry(seq, MONDAY, kind, "bob", "", "c", text, target, Entry.State.ORIGINAL));
  }

  @Test
  void whatWasChangedBeforeThePersonCameIsShownInItsLastState() {
    come();
    hear("#ops", 1, "bob", "a secret");
    hear("#ops", 2, "bob", "teh");
    hear("#ops", 3, "eve", "hi");
    change("#ops", 4, Entry.Kind.EDIT, "the", 2);
    change("#ops", 5, Entry.Kind.EDIT, "the 字", 2);
    change("#ops", 6, Entry.Kind.DELETE, "", 1);
    change("#ops", 7, Entry.Kind.EDIT, "too late", 1);
    view.go("#ops");
    List<String> lines = screen.above();
    assertEquals(
        List.of("10:31 bob: (deleted)", "10:31 bob: the 字 (edited)", "10:31 eve: hi"),
        lines.subList(lines.size() - 3, lines.size()));
  }

  @Test
  void aChangeOfWhatWasSeenIsToldOnceInItsLastState() {
    come();
    view.go("#ops");
    hear("#ops", 1, "bob", "teh");
    view.go("#lobby");
    screen.above();
    change("#ops", 2, Entry.Kind.EDIT, "a secret", 1);
    change("#ops", 3, Entry.Kind.DELETE, "", 1);
    view.go("#ops");
    List<String> lines = screen.above();
    assertEquals("10:31 bob: (deleted)", lines.get(1));
    assertEquals("10:31 bob deleted what bob said at 10:31", lines.getLast());
    assertTrue(lines.stream().noneMatch(line -> line.contains("secret")), lines.toString());
  }

  @Test
  void anEditOfAMessageThatWasDeletedLaterSaysSo() {
    come();
    view.message("#lobby", entry(9, Entry.Kind.EDIT, "bob", "").with("", Entry.State.DELETED));
    assertEquals("10:31 bob changed [1], which was deleted later", screen.above().getLast());
  }

  @Test
  void whatIsSaidInAnotherRoomIsShownWhereItWasTyped() {
    come();
    view.entered(room("@bob", 0, 0));
    send("@bob", "a", "你好");
    assertEquals(List.of("→ @bob: 你好 …"), screen.region());
    view.acknowledged(ack("@bob", "a", 1));
    assertEquals(List.of(), screen.region());
    assertEquals("10:31 → @bob: 你好", screen.above().getLast());
    assertEquals("#lobby > ", screen.prompt());
    view.go("@bob");
    assertEquals("10:31 ada: 你好", screen.above().getLast());
  }

  @Test
  void whatFailsInAnotherRoomSaysWhere() {
    come();
    send("@nobody", "a", "psst");
    view.failed(
        "@nobody",
        "a",
        Problem.of(ClientProblem.REFUSED, ChatError.NOT_FOUND, "there is no member of this name"));
    assertEquals(
        List.of("failed: there is no member of this name: \"→ @nobody: psst\" (/retry or /drop)"),
        screen.region());
  }

  @Test
  void sentencesAreWrappedAtTheWidthAndWideCharactersTakeTwoColumns() {
    come();
    for (int columns : new int[] {40, 80}) {
      screen.resize(columns, 12);
      send("#lobby", "a" + columns, "一二三四五六七八九十".repeat(20));
      view.failed("#lobby", "a" + columns, MUTED);
      view.offline("offline, next try in 7 s (Enter tries now): 服务器关闭了连接，" + "字".repeat(30));
      String all = String.join("", screen.region()).replace(" ", "");
      assertTrue(all.contains("/retryor/drop)"), all);
      assertTrue(all.endsWith("字".repeat(30)), all);
      for (String line : screen.region()) {
        assertTrue(line.codePoints().map(WCWidth::wcwidth).sum() <= columns - 1, line);
      }
    }
  }

  @Test
  void theRegionLeavesHalfOfASmallTerminalToTheTalk() {
    come();
    screen.resize(40, 12);
    IntStream.rangeClosed(1, 5)
        .forEach(i -> {
          send("#lobby", "a" + i, "something that is rather long, for a line " + i);
          view.failed("#lobby", "a" + i, MUTED);
        });
    assertTrue(screen.region().size() <= 7, screen.region().toString());
    assertTrue(screen.region().getFirst().matches("\\d more are waiting"));
  }

  @Test
  void answersAreWrappedBetweenWords() {
    come();
    screen.resize(20);
    view.answer(new Notice.Result("r", List.of("/topic TEXT - sets the topic of the room")));
    assertEquals(List.of("/topic TEXT - sets", "    the topic of the", "    room"), screen.above());
  }

  @Test
  void whoIsTypingStandsBelowForAWhile() {
    come();
    long now = 7;
    view.typing(new Notice.Typing("#ops", "eve"), now);
    view.typing(new Notice.Typing("#lobby", "ada"), now);
    assertEquals(List.of(), screen.region());
    view.typing(new Notice.Typing("#lobby", "小明"), now);
    assertEquals(List.of("小明 is typing …"), screen.region());
    view.typing(new Notice.Typing("#lobby", "bob"), now + 1);
    assertEquals(List.of("小明, bob are typing …"), screen.region());
    hear("#lobby", 1, "bob", "done");
    assertEquals(List.of("小明 is typing …"), screen.region());
    view.tick(now + TypingNames.LASTING.toNanos() - 1);
    assertEquals(List.of("小明 is typing …"), screen.region());
    view.tick(now + TypingNames.LASTING.toNanos());
    assertEquals(List.of(), screen.region());
    assertEquals(List.of("— 2026-11-30 Monday —", "10:31 bob: done"), screen.above());
  }

  @Test
  void aPlainTerminalGetsLinesAlone() {
    ShownLines plain = new ShownLines(false);
    ChatView simple = new ChatView(plain, new EntryText(ZoneOffset.UTC), false);
    simple.online(new Notice.Welcome(1, "s", "ada", null, false, 25, 4096, List.of()));
    simple.entered(room("#lobby", 0, 0));
    plain.above();
    simple.sending(new Request.Send("#lobby", "a", "typed", false));
    simple.acknowledged(ack("#lobby", "a", 1));
    simple.sending(new Request.Send("#lobby", "b", "again", false));
    simple.failed("#lobby", "b", MUTED);
    simple.offline("offline, next try in 2 s");
    simple.offline("offline, next try in 1 s");
    assertEquals(
        List.of("failed: muted: \"again\" (/retry or /drop)", "offline, next try in 2 s"),
        plain.above());
    assertEquals(List.of(), plain.region());
  }
}
