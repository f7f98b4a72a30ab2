package dev.parley.passwords;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.problem.Problem;
import dev.parley.reload.FileNews;
import dev.parley.reload.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the effect of a changed users file; when a change takes effect is tested with `FileWatch`.
final class FollowedUsersTest {
  private static final Verifier ALICE = verifier("wonderland");
  private static final Verifier OTHER = verifier("looking-glass");

  @TempDir private Path folder;
  private Path file;
  private FollowedUsers followed;

  private static Verifier verifier(String password) {
    return Verifier.of(Side.password(password), Side.ENTROPY, Side.ITERATIONS);
  }

  private static UsersFile people(Verifier alice, String... others) {
    UsersFile file = UsersFile.empty(Side.ENTROPY).with("alice", alice);
    for (String other : others) {
      file = file.with(other, OTHER);
    }
    return file;
  }

  @BeforeEach
  void open() throws IOException {
    file = Files.write(folder.resolve("users"), people(ALICE, "bob").toBytes());
    followed = FollowedUsers.open(file, Side.ENTROPY);
    assertEquals(
        new Taken(List.of(), List.of(), 2, Map.of()), take(people(ALICE, "bob").toBytes()));
  }

  private Taken take(byte[] content) {
    return take(new FileNews.Content(content));
  }

  private Taken take(FileNews news) {
    return followed.take(Map.of(file, news));
  }

  @Test
  void whoIsDeletedIsOutAndWhoIsAddedIsIn() {
    Taken taken = take(people(ALICE, "carol").toBytes());
    assertEquals(new Taken(List.of("carol"), List.of("bob"), 2, Map.of()), taken);
    assertTrue(followed.users().holds("alice", ALICE));
    assertTrue(followed.users().holds("carol", OTHER));
    assertFalse(followed.users().holds("bob", OTHER));
  }

  @Test
  void whosePasswordWasChangedIsRemovedAndAnotherOfTheNameAdded() {
    Taken taken = take(people(OTHER, "bob").toBytes());
    assertEquals(new Taken(List.of("alice"), List.of("alice"), 2, Map.of()), taken);
    assertFalse(followed.users().holds("alice", ALICE));
  }

  @Test
  void aMissingOrEmptyFileMeansNobody() {
    assertEquals(
        new Taken(List.of(), List.of("alice", "bob"), 0, Map.of()), take(new FileNews.Missing()));
    assertEquals(0, followed.users().size());
    take(people(ALICE).toBytes());
    assertEquals(new Taken(List.of(), List.of("alice"), 0, Map.of()), take(new FileNews.Empty()));
  }

  @Test
  void aFileThatCannotBeUsedKeepsThoseKnownBefore() {
    Taken malformed = take("alice:hunter2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String why = String.valueOf(malformed.faults().get(file));
    assertTrue(why != null && why.startsWith("line 1: ") && !why.contains("hunter2"), why);
    assertEquals(2, malformed.count());
    Problem noDisk = Problem.text("no disk");
    assertEquals(Map.of(file, noDisk), take(new FileNews.Unreadable(noDisk)).faults());
    assertTrue(followed.users().holds("alice", ALICE));
    assertEquals(Map.of(), take(people(ALICE, "bob").toBytes()).faults());
  }

  @Test
  void aMissingOrMalformedFileIsRefusedAtTheStartAndAnEmptyOneIsNot() throws Exception {
    Files.write(file, new byte[0]);
    assertEquals(0, FollowedUsers.open(file, Side.ENTROPY).users().size());
    Files.writeString(file, "alice\n");
    assertThrows(IllegalArgumentException.class, () -> FollowedUsers.open(file, Side.ENTROPY));
    Files.delete(file);
    IOException e = assertThrows(IOException.class, () -> FollowedUsers.open(file, Side.ENTROPY));
    assertEquals("there is no such file", e.getMessage());
  }

  @Test
  void itPrintsNobody() {
    assertEquals("FollowedUsers[2]", followed.toString());
  }
}
