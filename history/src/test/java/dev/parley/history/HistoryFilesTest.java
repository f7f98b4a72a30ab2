package dev.parley.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import dev.parley.history.internal.store.DataFolder;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.testing.Opened;
import dev.parley.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an operator does to a folder: checks, copies, exports, purges.
final class HistoryFilesTest {
  private static final String ROOM = "#聊天";
  private static final int PLAIN = 300;

  @TempDir Path parent;
  @AutoClose private final Opened opened = new Opened();
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = parent.resolve("data");
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      LogState _ = Answer.of(reply -> history.open(ROOM, reply));
      LogState _ = Answer.of(reply -> history.open("#other", reply));
      Boolean _ = Answer.of(reply -> history.set("secret", "the value", reply));
      for (int i = 1; i <= PLAIN; i++) {
        Draft draft = Drafts.text("id" + i, "text " + i + " 文字\u0000\u001b" + i);
        history.append(
            ROOM, draft, new Answer<>()); // Answered before the next one that is awaited.
      }
      append(history, ROOM, Drafts.edit("e1", 5, "edited 编辑"));
      append(history, ROOM, Drafts.delete("d1", 6));
      append(history, "#other", new Draft(Kind.ACTION, "bob", "g:1", "b1", "waves", 0));
      append(history, "#other", new Draft(Kind.TOPIC, "bob", "g:1", "b2", "a topic", 0));
    }
  }

  private static void append(SqliteHistory history, String room, Draft draft) {
    Appended _ = Answer.of(reply -> history.append(room, draft, reply));
  }

  private static List<Entry> entries(Path folder, String room) throws IOException {
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      return Answer.<Page>of(reply -> history.after(room, 0, 10_000, reply)).entries();
    }
  }

  private static List<Search.Hit> search(Path place, String words) throws IOException {
    return HistoryFiles.search(
        place, new Search(List.of(ROOM, "#other"), words, Long.MAX_VALUE, 1_000));
  }

  private static byte[] exported(Path place) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    long _ = HistoryFiles.exportLines(place, lines, _ -> {});
    return lines.toByteArray();
  }

  private void damage(String marker, int length) throws IOException {
    Path file = DataFolder.database(folder);
    byte[] bytes = Files.readAllBytes(file);
    int at = indexOf(bytes, marker.getBytes(UTF_8));
    int page = at / 4_096 * 4_096;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[length]), page);
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  @Test
  void aSoundFileHasNoProblems() throws IOException {
    List<Long> rooms = new ArrayList<>();
    assertEquals(List.of(), HistoryFiles.verify(folder, rooms::add));
    assertEquals(List.of(1L, 2L), rooms);
    SqliteHistory _ = opened.keep(SqliteHistory.open(folder));
    assertEquals(List.of(), HistoryFiles.verify(folder, _ -> {}));
  }

  @Test
  void aDamagedPageIsFoundAndTheRestIsSaved() throws IOException {
    damage("text 150 ", 600);
    byte[] before = Files.readAllBytes(DataFolder.database(folder));
    assertFalse(HistoryFiles.verify(folder, _ -> {}).isEmpty());
    String epoch = HistoryFiles.rooms(folder).getLast().epoch();

    Path saved = parent.resolve("saved");
    HistoryFiles.Salvaged result = HistoryFiles.salvage(folder, saved, _ -> {});
    assertTrue(result.lost() > 0, result::toString);
    assertTrue(result.saved() > PLAIN - 100, result::toString);
    assertEquals(PLAIN + 4, result.saved() + result.lost());
    assertEquals(
        ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(DataFolder.database(folder))));

    assertEquals(List.of(), HistoryFiles.verify(saved, _ -> {}));
    List<Entry> entries = entries(saved, ROOM);
    assertEquals(PLAIN + 2, entries.size());
    assertEquals(result.lost(), entries.stream().filter(entry -> entry.sender().isEmpty()).count());
    assertEquals("edited 编辑", entries.get(4).text());
    for (LogState room : HistoryFiles.rooms(saved)) {
      if (room.room().equals(ROOM)) {
        assertNotEquals(epoch, room.epoch(), "clients are told");
      }
    }
    try (SqliteHistory history = SqliteHistory.open(saved)) {
      assertEquals(Map.of("secret", "the value"), history.settings());
    }
  }

  @Test
  void theRestIsSavedIfTheEndCannotBeRead() throws IOException {
    damage("waves", 600);
    Path saved = parent.resolve("saved");
    HistoryFiles.Salvaged result = HistoryFiles.salvage(folder, saved, _ -> {});
    assertTrue(result.lost() > 0, result::toString);
    assertTrue(result.saved() > PLAIN - 100, result::toString);
    assertEquals(List.of(), HistoryFiles.verify(saved, _ -> {}));
  }

  @Test
  void aWholeFileIsSavedAsItIs() throws IOException {
    Path saved = parent.resolve("saved");
    assertEquals(
        new HistoryFiles.Salvaged(PLAIN + 4, 0), HistoryFiles.salvage(folder, saved, _ -> {}));
    assertEquals(entries(folder, ROOM), entries(saved, ROOM));
    assertEquals(HistoryFiles.rooms(folder), HistoryFiles.rooms(saved));
    assertEquals(
        HistoryProblem.TARGET_NOT_EMPTY,
        problem(() -> HistoryFiles.salvage(folder, saved, _ -> {})).code());
  }

  @Test
  void aBackupIsMadeWhileTheServerWrites() throws IOException {
    SqliteHistory history = opened.keep(SqliteHistory.open(folder));
    append(history, ROOM, Drafts.text("late", "a late message"));
    Path file = parent.resolve("backup ?.db");
    HistoryFiles.backup(folder, file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of(), HistoryFiles.verify(file, _ -> {}));
    assertEquals(1, search(file, "late").size());
    assertEquals(
        HistoryProblem.TARGET_EXISTS, problem(() -> HistoryFiles.backup(folder, file)).code());

    Path other = Files.createDirectory(parent.resolve("other"));
    Files.copy(file, DataFolder.database(other));
    assertEquals(PLAIN + 3, entries(other, ROOM).size());
  }

  @Test
  void whatIsExportedCanBeImported() throws IOException {
    byte[] lines = exported(folder);
    assertFalse(new String(lines, UTF_8).contains("the value"), "settings may be secrets");
    Path other = parent.resolve("other");
    assertEquals(
        PLAIN + 4, HistoryFiles.importLines(other, new ByteArrayInputStream(lines), _ -> {}));
    assertEquals(new String(lines, UTF_8), new String(exported(other), UTF_8));
    assertEquals(entries(folder, ROOM), entries(other, ROOM));
    assertEquals(HistoryFiles.rooms(folder), HistoryFiles.rooms(other));
    assertEquals(1, search(other, "编辑").size());
    assertEquals(List.of(), HistoryFiles.verify(other, _ -> {}));
    SqliteHistory history = opened.keep(SqliteHistory.open(other));
    Appended again =
        Answer.of(
            reply -> history.append(ROOM, Drafts.text("id1", "text 1 文字\u0000\u001b1"), reply));
    assertTrue(again.isDuplicate());
  }

  @Test
  void exportedLinesAreSafeToLookAtAndLoseNothing() throws IOException {
    String text = "\u001b[31m \u007f \u009b2K \u202e 文字 \ud83d\ude00 \udb40\udc41";
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      append(history, ROOM, Drafts.text("hostile", text));
    }
    String lines = new String(exported(folder), UTF_8);
    assertTrue(lines.codePoints().allMatch(c -> c == '\n' || Printable.passes(c)), lines);
    assertTrue(lines.contains("文字"), lines);
    Path other = parent.resolve("other");
    long _ =
        HistoryFiles.importLines(other, new ByteArrayInputStream(lines.getBytes(UTF_8)), _ -> {});
    assertEquals(text, entries(other, ROOM).getLast().text());
  }

  @Test
  void linesThatAreCutOffAreNoticedAndNothingIsImported() throws IOException {
    String lines = new String(exported(folder), UTF_8);
    String cut = lines.substring(0, lines.lastIndexOf('\n', lines.length() - 2) + 1);
    Path other = parent.resolve("other");
    Problem problem =
        problem(() ->
            HistoryFiles.importLines(
                other, new ByteArrayInputStream(cut.getBytes(UTF_8)), _ -> {}));
    assertEquals(HistoryProblem.LINE, problem.code());
    assertEquals(List.of(), HistoryFiles.rooms(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | line 2: it is no JSON object: START_ARRAY",
        "{ | line 2: it is no JSON object: Unexpected end-of-input: expected close marker for Object",
        "{} | line 2: the field kind is missing",
        "{\"kind\":\"message\",\"room\":\"#x\",\"seq\":2} | line 2: the message 2 of #x does not follow 0",
        "{\"kind\":\"message\",\"room\":\"#a\",\"seq\":\"x\"} | line 2: the field seq has not the right type",
        "{\"kind\":\"message\",\"room\":\"#a\",\"seq\":{}} | line 2: the field seq has not the right type",
        "{\"kind\":\"message\",\"room\":\"#a\",\"seq\":1,\"time\":\"yesterday\"} | line 2: the field time has not the right type",
        "{\"kind\":\"message\",\"room\":\"#a\",\"seq\":1,\"time\":\"2026-11-21T10:00:00Z\",\"type\":\"song\"} | line 2: 'song' is no kind of message",
        "{\"kind\":\"message\",\"room\":\"#a\",\"seq\":2} | line 2: the message 2 of #a does not follow 0"
      })
  void aWrongLineIsNamed(String line, String sentence) {
    String lines =
        "{\"kind\":\"room\",\"room\":\"#a\",\"epoch\":\"e\",\"first\":1,\"last\":1}\n" + line;
    ProblemIOException e =
        assertThrows(
            ProblemIOException.class,
            () ->
                HistoryFiles.importLines(
                    parent.resolve("other"),
                    new ByteArrayInputStream(lines.getBytes(UTF_8)),
                    _ -> {}));
    assertEquals(sentence, e.getMessage());
  }

  @Test
  void whatIsPurgedIsNowhereInTheFiles() throws IOException {
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      append(history, ROOM, Drafts.text("bad", "unmistakable1 私密的话"));
      append(history, ROOM, Drafts.edit("edit", PLAIN + 3, "unmistakable2 私密的话"));
      append(history, ROOM, Drafts.text("good", "unmistakable3"));
    }
    assertTrue(filesContain("unmistakable1"), "the index has it as a word still");
    assertEquals(2, HistoryFiles.purgeId(folder, "bad"));
    assertFalse(filesContain("unmistakable1"));
    assertFalse(filesContain("unmistakable2"));
    assertFalse(filesContain("私密"));
    assertTrue(filesContain("unmistakable3"));
    assertEquals(List.of(), search(folder, "私密"));
    assertEquals(1, search(folder, "unmistakable3").size());
    Entry left = entries(folder, ROOM).get(PLAIN + 2);
    assertEquals(
        new Entry(PLAIN + 3, left.time(), Kind.TEXT, "", "", "", "", 0, State.DELETED), left);
    assertEquals(List.of(), HistoryFiles.verify(folder, _ -> {}));
    assertEquals(0, HistoryFiles.purgeId(folder, "bad"));
  }

  @Test
  void purgingAnEditPurgesItsMessage() throws IOException {
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      append(history, ROOM, Drafts.text("first", "harmless1"));
      append(history, ROOM, Drafts.edit("second", PLAIN + 3, "unmistakable1"));
      append(history, ROOM, Drafts.edit("third", PLAIN + 3, "unmistakable2"));
    }
    assertEquals(3, HistoryFiles.purgeId(folder, "second"));
    assertFalse(filesContain("unmistakable"));
  }

  @Test
  void aMemberIsPurgedByNameAndByAuthor() throws IOException {
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      append(history, ROOM, new Draft(Kind.TEXT, "mallory", "g:2", "m1", "unmistakable1", 0));
      append(history, ROOM, new Draft(Kind.TEXT, "mal", "p:mallory", "m2", "unmistakable2", 0));
      append(history, ROOM, new Draft(Kind.TOPIC, "mallory", "g:2", "m3", "unmistakable3", 0));
    }
    assertEquals(3, HistoryFiles.purgeMember(folder, "mallory", "p:mallory"));
    assertFalse(filesContain("mallory"));
    assertFalse(filesContain("unmistakable"));
    assertEquals(PLAIN + 5, entries(folder, ROOM).size());
  }

  @Test
  void aRoomIsPurgedWithAllThatTheSettingsKeepOfIt() throws IOException {
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      LogState _ = Answer.of(reply -> history.open("#spam", reply));
      append(history, "#spam", Drafts.text("m1", "unmistakable1 聊天"));
      append(history, "#spam", new Draft(Kind.TOPIC, "eve", "g:2", "m2", "unmistakable2", 0));
      for (String key :
          List.of("topic:#spam", "slow:#spam", "mute:#spam g:2", "mute:#spammer g:2")) {
        boolean _ = Answer.<Boolean>of(reply -> history.set(key, "unmistakable3", reply));
      }
    }
    long before = entries(folder, ROOM).size();
    assertEquals(2, HistoryFiles.purgeRoom(folder, "#spam"));
    assertEquals(0, HistoryFiles.purgeRoom(folder, "#spam"));
    assertEquals(before, entries(folder, ROOM).size());
    assertFalse(filesContain("unmistakable1"));
    assertFalse(filesContain("unmistakable2"));
    assertEquals(List.of(), search(folder, "unmistakable1"));
    assertEquals(List.of(), HistoryFiles.verify(folder, _ -> {}));
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      assertTrue(history.rooms().stream().noneMatch(log -> log.room().equals("#spam")));
      assertTrue(history.settings().containsKey("mute:#spammer g:2"));
      assertTrue(
          history.settings().keySet().stream().noneMatch(key -> key.matches(".*#spam( .*)?")));
    }
  }

  private boolean filesContain(String text) throws IOException {
    byte[] part = text.getBytes(UTF_8);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i + part.length <= bytes.length; i++) {
          if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Test
  void whatWritesIsRefusedWhileAServerHasTheFolder() throws IOException {
    SqliteHistory _ = opened.keep(SqliteHistory.open(folder));
    assertEquals(HistoryProblem.IN_USE, problem(() -> HistoryFiles.purgeId(folder, "id1")).code());
    assertEquals(
        HistoryProblem.IN_USE,
        problem(() ->
                HistoryFiles.importLines(folder, new ByteArrayInputStream(new byte[0]), _ -> {}))
            .code());
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() {
    Path none = parent.resolve("none");
    assertEquals(
        HistoryProblem.NO_HISTORY, problem(() -> HistoryFiles.verify(none, _ -> {})).code());
    assertEquals(HistoryProblem.NO_HISTORY, problem(() -> HistoryFiles.purgeId(none, "x")).code());
    assertFalse(Files.exists(none));
  }

  private interface Call {
    void run() throws IOException;
  }

  private static Problem problem(Call call) {
    return assertThrows(ProblemIOException.class, call::run).problem();
  }
}
