package dev.parley.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowerTest {
  @TempDir private Path folder;
  private Path file;
  private Lines lines;
  private Looks looks;

  /// A list of names, one per line; a line with a `!` is malformed.
  private static final class Lines implements Followed {
    private final Path file;
    private List<String> held;
    private Map<Path, Problem> fault = Map.of();
    private @Nullable IOException trouble;
    private byte[] last = {};
    private @Nullable Runnable meanwhile;

    Lines(Path file, String... held) {
      this.file = file;
      this.held = List.of(held);
    }

    @Override
    public FileKind kind() {
      return FileKind.USERS;
    }

    @Override
    public Path where() {
      return file;
    }

    @Override
    public Collection<Path> files() throws IOException {
      if (trouble != null) {
        throw trouble;
      }
      return List.of(file);
    }

    @Override
    public int maxBytes() {
      if (meanwhile != null) {
        meanwhile.run(); // between the poll and the reading
        meanwhile = null;
      }
      return 100;
    }

    @Override
    public boolean isSecret(Path file) {
      return true;
    }

    @Override
    public Taken take(Map<Path, FileNews> news) {
      List<String> before = held;
      news.values().forEach(this::take);
      return new Taken(without(held, before), without(before, held), held.size(), fault);
    }

    private void take(FileNews news) {
      fault = Map.of();
      switch (news) {
        case FileNews.Content(byte[] bytes) -> {
          last = bytes;
          String text = new String(bytes, StandardCharsets.US_ASCII);
          if (text.contains("!")) {
            fault = Map.of(file, Problem.text("bad: " + bytes.length));
          } else {
            held = text.lines().toList();
          }
        }
        case FileNews.Empty _, FileNews.Missing _ -> held = List.of();
        case FileNews.Unreadable(Problem why) -> fault = Map.of(file, why);
      }
    }

    private static List<String> without(List<String> all, List<String> others) {
      List<String> left = new ArrayList<>(all);
      left.removeAll(others);
      return left;
    }
  }

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("list");
    write("alice\nbob\n");
    lines = new Lines(file, "alice", "bob");
    looks = new Looks(lines);
    assertEquals(List.of(), looks.settled());
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void moveOver(String text) throws IOException {
    Path draft = Files.writeString(folder.resolve("draft"), text);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> changed(String added, String removed, int now) {
    return List.of("users added [" + added + "] removed [" + removed + "] now " + now);
  }

  @Test
  void aChangeCountsOnceTwoLooksHalfASecondApartAgree() throws Exception {
    moveOver("alice\ncarol\n");
    assertEquals(List.of(), looks.after(500), "seen");
    assertEquals(List.of(), looks.after(499), "not long enough");
    assertEquals(changed("carol", "bob", 2), looks.after(1));
    assertEquals(List.of(), looks.after(500), "told once");
  }

  @Test
  void aChangeBetweenLooksStartsTheHalfSecondAnew() throws Exception {
    write("alice\nca");
    assertEquals(List.of(), looks.after(500));
    write("alice\ncarol\n");
    assertEquals(List.of(), looks.after(500));
    assertEquals(changed("carol", "bob", 2), looks.after(500));
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNotTaken() throws Exception {
    write("alice\n");
    assertEquals(List.of(), looks.after(0));
    lines.meanwhile =
        () -> {
          try {
            moveOver("alice\nbob\ncarol\n");
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        };
    assertEquals(List.of(), looks.after(500));
    assertEquals(List.of(), looks.after(0));
    assertEquals(changed("carol", "", 3), looks.after(500));
  }

  @Test
  void anEditorThatTruncatesAndThenWritesRemovesNobody() throws Exception {
    write("");
    assertEquals(List.of(), looks.after(499));
    write("alice\nbob\n");
    assertEquals(List.of(), looks.settled());
    assertEquals(List.of("alice", "bob"), lines.held);
  }

  @Test
  void anEmptyFileMeansNobodyOnceTwoLooksAgree() throws Exception {
    write("");
    assertEquals(List.of(), looks.after(500));
    assertEquals(changed("", "alice, bob", 0), looks.after(500));
  }

  @Test
  void aFileOfWhiteSpaceIsEmpty() throws Exception {
    write(" \r\n\t\n");
    assertEquals(changed("", "alice, bob", 0), looks.settled());
  }

  @Test
  void aMissingFileMeansNobodyOnceTwoLooksAgree() throws Exception {
    Files.delete(file);
    assertEquals(List.of(), looks.after(500));
    assertEquals(changed("", "alice, bob", 0), looks.after(500));
    write("bob\n");
    assertEquals(changed("bob", "", 1), looks.settled());
  }

  @Test
  void aFileThatIsDeletedAndMadeAgainRemovesNobody() throws Exception {
    Files.delete(file);
    assertEquals(List.of(), looks.after(400));
    write("alice\nbob\n");
    assertEquals(List.of(), looks.settled());
    assertEquals(2, lines.held.size());
  }

  @Test
  void aMalformedFileKeepsTheLastListAndSaysSoOncePerCause() throws Exception {
    write("!");
    assertEquals(List.of("list kept: bad: 1"), looks.settled());
    assertEquals(List.of(), looks.after(5_000), "not again at each look");
    write("?!");
    assertEquals(List.of("list kept: bad: 2"), looks.settled());
    assertEquals(List.of("alice", "bob"), lines.held);
    write("alice\nbob\n");
    assertEquals(List.of("list repaired"), looks.settled());
    assertEquals(List.of(), looks.settled());
  }

  @Test
  void aFaultThatEndsWithAnotherListTellsBoth() throws Exception {
    write("!");
    looks.settled();
    write("alice\n");
    assertEquals(List.of("users added [] removed [bob] now 1", "list repaired"), looks.settled());
  }

  @Test
  void aFolderInTheFilesPlaceKeepsTheLastList() throws Exception {
    Files.delete(file);
    Files.createDirectory(file);
    assertEquals(List.of("list kept: it is no regular file"), looks.settled());
    assertEquals(List.of(), looks.settled());
    Files.delete(file);
    write("alice\nbob\n");
    assertEquals(List.of("list repaired"), looks.settled());
  }

  @Test
  void aPipeInTheFilesPlaceIsNotOpened() throws Exception {
    Files.delete(file);
    Process make = new ProcessBuilder("mkfifo", file.toString()).start();
    assertEquals(0, make.waitFor());
    assertEquals(List.of("list kept: it is no regular file"), looks.settled());
  }

  @Test
  void whatCannotBeListedKeepsTheLastListAndIsToldOnce() {
    lines.trouble = new IOException("too many");
    assertEquals(List.of(), looks.after(0));
    assertEquals(List.of("list kept: too many"), looks.after(500));
    assertEquals(List.of(), looks.after(500));
    lines.trouble = new IOException("no disk");
    assertEquals(List.of("list kept: no disk"), looks.settled());
    lines.trouble = null;
    assertEquals(List.of("list repaired"), looks.settled());
  }

  @Test
  void otherContentOfTheSameSizeAndTimeIsSeen() throws Exception {
    FileTime time = Files.getLastModifiedTime(file);
    write("alice\nbub\n");
    Files.setLastModifiedTime(file, time);
    assertEquals(changed("bub", "bob", 2), looks.settled());
    moveOver("alice\nbob\n");
    Files.setLastModifiedTime(file, time);
    assertEquals(changed("bob", "bub", 2), looks.settled());
  }

  @Test
  void whereTimesAreOfWholeSecondsTheContentIsLookedAt() throws Exception {
    assertTrue(FileMark.isCoarse(FileTime.fromMillis(1_000)));
    assertFalse(FileMark.isCoarse(FileTime.fromMillis(1_001)));
    String before = FileMark.digest(file, 10);
    write("alice\nbub\n");
    assertNotEquals(before, FileMark.digest(file, 10));
    assertNull(FileMark.digest(file, FileMark.MAX_DIGESTED_BYTES + 1), "too large");
  }

  /// Kubernetes replaces a volume like this: a new symbolic link to another folder is renamed over
  /// the old one.
  @Test
  void aLinkThatPointsElsewhereIsAChange() throws Exception {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    Files.writeString(one.resolve("list"), "alice\nbob\n");
    Files.writeString(two.resolve("list"), "carol\n");
    Path link = Files.createSymbolicLink(folder.resolve("..data"), one);
    lines = new Lines(link.resolve("list"), "alice", "bob");
    looks = new Looks(lines);
    assertEquals(List.of(), looks.settled());
    Path fresh = Files.createSymbolicLink(folder.resolve("..new"), two);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    assertEquals(changed("carol", "alice, bob", 1), looks.settled());
  }

  @Test
  void beingAskedReadsAtOnceAndSaysSoThoughNothingHasChanged() throws Exception {
    assertEquals(changed("", "", 2), looks.asked());
    moveOver("bob\n");
    assertEquals(changed("", "alice", 1), looks.asked(), "without half a second");
    assertEquals(List.of(), looks.settled());
  }

  @Test
  void beingAskedTellsAFaultAgain() throws Exception {
    write("!");
    looks.settled();
    List<String> again = new ArrayList<>(changed("", "", 2));
    again.add("list kept: bad: 1");
    assertEquals(again, looks.asked());
  }

  @Test
  void beingAskedTakesAnEmptyFileForNobodyOnlyAfterHalfASecond() throws Exception {
    write("");
    assertEquals(List.of(), looks.asked());
    assertEquals(List.of(), looks.after(499));
    assertEquals(changed("", "alice, bob", 0), looks.after(1), "which is the answer too");
    assertEquals(List.of(), looks.after(500));
  }

  @Test
  void aClockThatWrapsIsNoReasonToWait() throws Exception {
    looks = new Looks(lines, Long.MAX_VALUE - 250_000_000);
    assertEquals(List.of(), looks.settled());
    write("bob\n");
    assertEquals(List.of(), looks.after(0));
    assertEquals(List.of(), looks.after(499));
    assertEquals(changed("", "alice", 1), looks.after(1));
  }

  @Test
  void aSecretFileThatOthersMayReadIsToldAtOnceAndOnce() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertEquals(List.of("list exposed"), looks.after(0));
    assertEquals(List.of(), looks.settled());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    looks.settled();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));
    assertEquals(List.of("list exposed"), looks.after(0));
    assertEquals(List.of("list exposed"), new Looks(lines).first());
  }

  @Test
  void aFileHasOneByteMoreThanItMayAtMost() throws Exception {
    write("x".repeat(100));
    looks.settled();
    assertEquals(100, lines.last.length);
    write("x".repeat(300));
    looks.settled();
    assertEquals(101, lines.last.length);
  }

  @Test
  void whatWasReadIsWiped() throws Exception {
    write("carol\n");
    looks.settled();
    assertEquals(List.of("carol"), lines.held);
    assertEquals(
        new String(new byte[6], StandardCharsets.US_ASCII),
        new String(lines.last, StandardCharsets.US_ASCII));
  }

  @Test
  void nothingPrintsWhatAFileHolds() throws Exception {
    assertFalse(FileNews.read(file, 100).toString().contains("alice"));
    assertFalse(FileMark.of(file).toString().contains("alice"));
  }
}
