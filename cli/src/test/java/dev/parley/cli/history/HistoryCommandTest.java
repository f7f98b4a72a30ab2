package dev.parley.cli.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.terminal.Person;
import dev.parley.history.SqliteHistory;
import dev.parley.testing.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The commands of `parley history` on a folder that a server has left.
final class HistoryCommandTest {
  @TempDir private Path parent;
  @AutoClose private final Opened opened = new Opened();
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = parent.resolve("data ?#%41 聊天");
    KeptRooms.write(folder);
  }

  /// The time of message number `i` as people read it.
  private static String time(int i) {
    Instant time = KeptRooms.BEGIN.plusSeconds(60L * i);
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")
        .format(time.atZone(ZoneId.systemDefault()));
  }

  private Ran search(String... words) {
    return Ran.history("search", folder, words);
  }

  @Test
  void messagesAreFoundInAllRoomsOldestFirstButNotInTalksOfTwo() {
    assertEquals(
        new Ran(
            0,
            List.of(
                time(0) + " #lobby ada: hello 你好，世界",
                time(3) + " #lobby ada: hello edited (edited)",
                time(5) + " #ops * bob says hello"),
            List.of()),
        search("HELLO"));
  }

  @Test
  void aChineseCharacterIsFound() {
    assertEquals(List.of(time(0) + " #lobby ada: hello 你好，世界"), search("界").out());
  }

  @Test
  void whatAPeerHasSaidIsNeverShownRaw() {
    Ran ran = search("hostile", "line");
    assertEquals(
        List.of(time(1) + " #lobby bob: red \\x1b[31m \\u{9b}2K \\u{202e} hostile\\nline"),
        ran.out());
    String json = search("hostile", "line", "--json").out().getFirst();
    assertTrue(
        json.contains("\"text\":\"red \\u001B[31m \\u009b2K \\u202e hostile\\nline\""), json);
  }

  @Test
  void programsGetTheFieldsOfExportedLines() {
    assertEquals(
        List.of(
            "{\"kind\":\"message\",\"room\":\"#lobby\",\"seq\":1,\"time\":\"2026-11-21T10:00:00.000Z\","
                + "\"type\":\"text\",\"from\":\"ada\",\"author\":\"p:ada\",\"id\":\"a1\","
                + "\"text\":\"hello 你好，世界\",\"target\":0,\"state\":\"original\"}"),
        search("世界", "--json").out());
  }

  @Test
  void talksOfTwoAreSearchedOnlyIfThatIsSaid() {
    assertEquals(List.of(), search("私密").out());
    assertEquals(List.of("parley: nothing was found"), search("私密").err());
    List<String> found = List.of(time(6) + " @g:Zx3,p:ada ada: hello 私密");
    assertEquals(found, search("私密", "--private").out());
    assertEquals(found, search("私密", "--room", "@g:Zx3,p:ada").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"#ops", "#OPS", "ops", "＃ｏｐｓ"})
  void aRoomIsNamedAsPeopleWriteIt(String room) {
    assertEquals(
        List.of(time(5) + " #ops * bob says hello"), search("hello", "--room", room).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"#nowhere", "@ada", "\u001b[31m"})
  void aRoomThatIsNotThereIsSaid(String room) {
    Ran ran = search("hello", "--room", "#lobby", "--room", room);
    assertEquals(2, ran.code());
    assertTrue(ran.err().getFirst().contains("parley history rooms lists them"), ran::toString);
  }

  @Test
  void theLimitIsOfTheLastOnesAndSaidIfThereAreMore() {
    Ran two = search("hello", "--limit", "2");
    assertEquals(
        List.of(time(3) + " #lobby ada: hello edited (edited)", time(5) + " #ops * bob says hello"),
        two.out());
    assertEquals(
        List.of("parley: these are the last 2; --limit shows more, --before earlier ones"),
        two.err());
    Ran three = search("hello", "--limit", "3");
    assertEquals(3, three.out().size());
    assertEquals(List.of(), three.err());
    assertEquals(2, search("hello", "--limit", "0").code());
  }

  @Test
  void whatWasSaidBeforeATimeIsFound() {
    List<String> first = List.of(time(0) + " #lobby ada: hello 你好，世界");
    assertEquals(first, search("hello", "--before", "2026-11-21T10:03:00Z").out());
    assertEquals(2, search("hello", "--before", "2026-11-21T10:03:00.001Z").out().size());
    assertEquals(first, search("hello", "--before", time(3)).out());
    assertEquals(List.of(), search("hello", "--before", "2026-11-01").out());
  }

  @Test
  void emptyWordsAreRefused() {
    assertEquals(new Ran(2, List.of(), List.of("there is nothing to search for")), search("", " "));
  }

  @Test
  void roomsAreListedWithTheirMessages() {
    List<String> rooms =
        List.of("#empty: no messages", "#lobby: messages 1 to 5", "#ops: messages 1 to 1");
    assertEquals(new Ran(0, rooms, List.of()), Ran.history("rooms", folder));
    Ran all = Ran.history("rooms", folder, "--private");
    assertEquals("@g:Zx3,p:ada: messages 1 to 1", all.out().getLast());
    String json = Ran.history("rooms", folder, "--json").out().get(1);
    assertTrue(json.startsWith("{\"kind\":\"room\",\"room\":\"#lobby\",\"epoch\":\""), json);
    assertTrue(json.endsWith("\",\"first\":1,\"last\":5}"), json);
  }

  @Test
  void whatIsExportedCanBeImported() throws IOException {
    Path file = parent.resolve("all.jsonl");
    assertEquals(
        new Ran(0, List.of(), List.of("parley: messages exported: 7")),
        Ran.history("export", folder, file.toString()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Path other = parent.resolve("other");
    assertEquals(
        new Ran(0, List.of(), List.of("parley: messages imported into " + other + ": 7")),
        Ran.history("import", other, file.toString()));
    Path again = parent.resolve("again.jsonl");
    assertEquals(0, Ran.history("export", other, again.toString()).code());
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));

    assertEquals(
        new Ran(2, List.of(), List.of(file + " is there already")),
        Ran.history("export", folder, file.toString()));
    assertEquals(
        new Ran(2, List.of(), List.of(folder + " holds messages already")),
        Ran.history("import", folder, file.toString()));
  }

  @Test
  void exportedLinesAreSafeToLookAt() throws IOException {
    Path file = parent.resolve("all.jsonl");
    assertEquals(0, Ran.history("export", folder, file.toString()).code());
    String lines = Files.readString(file);
    assertTrue(lines.contains("red \\u001B[31m \\u009b2K \\u202e hostile\\nline"), lines);
    assertTrue(lines.contains("你好"), lines);
  }

  @Test
  void aLineThatIsWrongIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("bad.jsonl"), "{}\n");
    assertEquals(
        new Ran(
            2, List.of(), List.of("cannot import " + file + ": line 1: the field kind is missing")),
        Ran.history("import", parent.resolve("other"), file.toString()));
    Path none = parent.resolve("none.jsonl");
    assertEquals(
        new Ran(2, List.of(), List.of("cannot import " + none + ": there is no such file")),
        Ran.history("import", parent.resolve("other"), none.toString()));
    assertEquals(
        new Ran(2, List.of(), List.of("cannot import " + parent + ": is a directory")),
        Ran.history("import", parent.resolve("other"), parent.toString()));
  }

  @Test
  void aBackupIsReadLikeTheFolder() {
    Path file = parent.resolve("backup ?.db");
    Ran made = Ran.history("backup", folder, file.toString());
    assertEquals(0, made.code(), made::toString);
    assertEquals(
        List.of(
            "parley: all of "
                + folder
                + " is in "
                + file
                + " now, and so are the server's secrets: keep it to yourself"),
        made.err());
    assertEquals(1, Ran.history("search", file, "世界").out().size());
    assertEquals(new Ran(0, List.of(file + " is sound"), List.of()), Ran.history("verify", file));
    assertEquals(
        new Ran(2, List.of(), List.of(file + " is there already")),
        Ran.history("backup", folder, file.toString()));
    Path nowhere = parent.resolve("no/where.db");
    assertEquals(
        new Ran(
            2, List.of(), List.of("cannot write " + nowhere + ": its directory does not exist")),
        Ran.history("backup", folder, nowhere.toString()));
    assertEquals(2, Ran.history("purge", file, "--id", "a1", "--yes").code(), "it is no folder");
  }

  @Test
  void aSoundFolderIsSaidToBe() {
    assertEquals(
        new Ran(0, List.of(folder + " is sound"), List.of()), Ran.history("verify", folder));
  }

  @Test
  void damageIsSaidAndWhatIsLeftIsSaved() throws IOException {
    KeptRooms.damage(folder);
    Ran found = Ran.history("verify", folder);
    assertEquals(1, found.code(), found::toString);
    assertFalse(found.out().isEmpty());
    assertEquals(
        List.of(
            "parley: parley history verify --data "
                + folder
                + " --salvage NEWFOLDER saves what can be read"),
        found.err());
    for (String command : List.of("search", "export")) {
      Ran refused = Ran.history(command, folder, "x");
      assertEquals(2, refused.code(), refused::toString);
      String said = refused.err().getFirst();
      assertTrue(said.contains(" is damaged (") && said.contains("parley history verify"), said);
      assertFalse(said.contains("HistoryFiles"), said);
    }
    assertFalse(Files.exists(Path.of("x")), "no file of a command that failed stays");
  }

  @Test
  void aSoundFolderIsSavedWholly() {
    Path saved = parent.resolve("saved");
    Ran ran = Ran.history("verify", folder, "--salvage", saved.toString());
    assertEquals(
        new Ran(
            0,
            List.of(folder + " is sound"),
            List.of("parley: messages saved in " + saved + ": 7; lost: 0")),
        ran);
    assertEquals(1, Ran.history("search", saved, "世界").out().size());
    assertEquals(2, Ran.history("verify", folder, "--salvage", saved.toString()).code());
  }

  @Test
  void aMessageIsRemovedForGood() throws IOException {
    assertEquals(
        new Ran(
            0,
            List.of(),
            List.of(
                "parley: messages removed for good: 2; backups and exports keep what they have")),
        Ran.history("purge", folder, "--id", "a3", "--yes"));
    assertEquals(List.of(), search("edited").out());
    assertEquals(
        new Ran(0, List.of(), List.of("parley: nothing of that kind was found in " + folder)),
        Ran.history("purge", folder, "--id", "a3", "--yes"));
  }

  @Test
  void aMemberIsRemovedWithTalksOfTwo() {
    assertEquals(0, Ran.history("purge", folder, "--member", "ADA", "--yes").code());
    assertEquals(List.of(time(5) + " #ops * bob says hello"), search("hello", "--private").out());
    Ran wrong = Ran.history("purge", folder, "--member", "a b", "--yes");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().getFirst().startsWith("'a b' is no name of a member: "));
  }

  @Test
  void aRoomIsPurged() {
    Ran purged = Ran.history("purge", folder, "--room", "OPS", "--yes");
    assertEquals(0, purged.code());
    assertEquals(
        List.of(
            "parley: the room #ops is removed for good, and with it messages: 1; backups and"
                + " exports keep what they have"),
        purged.err());
    assertTrue(
        Ran.history("rooms", folder).out().stream().noneMatch(line -> line.contains("#ops")));
    Ran gone = Ran.history("purge", folder, "--room", "#ops", "--yes");
    assertEquals(2, gone.code());
    assertTrue(gone.err().getFirst().startsWith("there is no room #ops in "), gone::toString);
    Ran both = Ran.history("purge", folder, "--room", "#lobby", "--id", "a1", "--yes");
    assertEquals(2, both.code());
  }

  private Ran purge(@Nullable Person person, List<String> asked) {
    Person noting =
        person == null
            ? null
            : question -> {
              asked.add(question);
              return person.answer(question);
            };
    return Ran.of(
        new CommandLine(new PurgeCommand(() -> noting).spec()),
        List.of("--data", folder.toString(), "--member", "bob"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", " YES "})
  void aPersonIsAskedFirst(String answer) {
    List<String> asked = new ArrayList<>();
    assertEquals(0, purge(_ -> answer, asked).code());
    assertEquals(
        List.of("remove all that bob has said from " + folder + " for good? (y, n) "), asked);
    assertEquals(List.of(), search("hostile").out());
  }

  @Test
  void nothingIsRemovedWithoutAYes() {
    for (String answer : new String[] {"n", "", "yess", null}) {
      assertEquals(
          new Ran(0, List.of(), List.of("parley: nothing was removed")),
          purge(_ -> answer, new ArrayList<>()));
    }
    assertEquals(
        new Ran(
            2, List.of(), List.of("there is nobody to ask here; --yes removes without a question")),
        purge(null, new ArrayList<>()));
    assertEquals(1, search("hostile").out().size());
  }

  @Test
  void whatReadsWorksWhileAServerHasTheFolderAndWhatWritesIsRefused() throws IOException {
    SqliteHistory _ = opened.keep(SqliteHistory.open(folder));
    assertEquals(1, search("世界").out().size());
    assertEquals(3, Ran.history("rooms", folder).out().size());
    assertEquals(0, Ran.history("verify", folder).code());
    Path lines = parent.resolve("all.jsonl");
    assertEquals(0, Ran.history("export", folder, lines.toString()).code());
    assertEquals(0, Ran.history("backup", folder, parent.resolve("backup.db").toString()).code());
    Ran inUse = new Ran(2, List.of(), List.of(folder + " is in use by a running server"));
    Ran purge = Ran.history("purge", folder, "--id", "a1", "--yes");
    assertEquals(2, purge.code());
    assertTrue(
        purge.err().getFirst().contains("stop it, purge, and start it again"), purge::toString);
    assertEquals(inUse, Ran.history("import", folder, lines.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search x",
        "rooms",
        "export",
        "export x.jsonl",
        "backup x.db",
        "verify",
        "purge --id x --yes"
      })
  void aFolderThatIsNotThereIsSaidAndNotMade(String line) throws IOException {
    Path none = parent.resolve("none");
    String[] words = line.split(" ");
    String[] rest = Stream.of(words).skip(1).toArray(String[]::new);
    assertEquals(
        new Ran(
            2,
            List.of(),
            List.of(
                none
                    + " holds no messages of rooms: there is no file history.db; --data names the"
                    + " folder that serve chat keeps them in")),
        Ran.history(words[0], none, rest));
    assertFalse(Files.exists(none));
    assertFalse(Files.exists(Path.of("x.jsonl")));
  }

  @Test
  void aFileOfALaterVersionOrOfSomebodyElseIsRefused() throws IOException {
    KeptRooms.age(folder);
    Ran newer = Ran.history("verify", folder);
    assertEquals(2, newer.code());
    assertTrue(newer.err().getFirst().contains("or later, which is needed"), newer::toString);
    Path text = Files.writeString(parent.resolve("text.db"), "a text and no messages at all");
    Ran other = Ran.history("search", text, "x");
    assertEquals(2, other.code());
    assertTrue(other.err().getFirst().contains("holds no messages of Parley"), other::toString);
  }
}
