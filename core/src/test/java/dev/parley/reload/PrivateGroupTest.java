package dev.parley.reload;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests who is in a user's group, from the text of the two files. [GroupWritableTest] tests the
/// effect on files.
class PrivateGroupTest {
  private static final int ALICE = 1000;
  private static final String GROUPS = "root:x:0:\nalice:x:1000:\nbob:x:1001:alice\n";
  private static final String USERS =
      """
      root:x:0:0:root:/root:/bin/bash
      alice:x:1000:1000:Alice,,,:/home/alice:/bin/bash
      bob:x:1001:1001::/home/bob:/bin/sh
      """;

  @TempDir private Path directory;

  private static boolean isAlone(String groups, String users) {
    return PrivateGroup.isAlone(ALICE, groups, users);
  }

  private static boolean withMembers(String members) {
    return isAlone(GROUPS.replace("alice:x:1000:", "alice:x:1000:" + members), USERS);
  }

  @Test
  void aGroupWithoutMembersIsItsUsersAlone() {
    assertTrue(isAlone(GROUPS, USERS));
  }

  @Test
  void soIsOneThatNamesTheUser() {
    assertTrue(withMembers("alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "alice,bob", "bob,alice", "alice,alice", "alice,", " ", "Alice"})
  void notOneThatNamesAnybodyElse(String members) {
    assertFalse(withMembers(members));
  }

  @Test
  void notOneThatIsAnotherUsersPrimaryGroup() {
    assertFalse(isAlone(GROUPS, USERS + "carol:x:1002:1000::/:/bin/sh\n"));
    assertFalse(isAlone(GROUPS, USERS.replace("bob:x:1001:1001", "bob:x:1001:01000")));
    assertFalse(isAlone(GROUPS, USERS.replace("alice:x:1000:1000", "alice:x:1003:1000")));
  }

  @Test
  void notOneThatIsNobodysPrimaryGroup() {
    assertFalse(isAlone(GROUPS, USERS.replace("alice:x:1000:1000", "alice:x:1000:100")));
    assertFalse(isAlone(GROUPS, USERS.replace("alice:", "# alice:")));
    assertFalse(isAlone(GROUPS, ""));
  }

  @Test
  void notOneThatIsUnknownOrHasTwoNames() {
    assertFalse(isAlone(GROUPS.replace("alice:x:1000:\n", ""), USERS));
    assertFalse(isAlone("", USERS));
    assertFalse(isAlone(GROUPS + "devs:x:1000:\n", USERS));
    assertFalse(isAlone(GROUPS + "devs:x:1000:bob\n", USERS));
    assertFalse(PrivateGroup.isAlone(ALICE, null, USERS));
    assertFalse(PrivateGroup.isAlone(ALICE, GROUPS, null));
  }

  @Test
  void blankLinesAndCommentsSayNothing() {
    assertTrue(isAlone("# all\n\n" + GROUPS + " \n", "\n#\n" + USERS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+:::",
        "+",
        "devs:x:",
        "devs:x:12",
        "devs:x:12::bob",
        "devs:x:a:",
        "devs:x::",
        "a:x:1 :",
        "devs:x:-1:",
        "devs:x:4294967296:"
      })
  void aMalformedLineOfTheGroupsIsDoubt(String line) {
    assertFalse(isAlone(GROUPS + line + "\n", USERS));
    assertFalse(isAlone(line + "\n" + GROUPS, USERS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+::::::",
        "+@net::::::",
        "+",
        "x:x:1:2:::/x:y",
        "x:x:1:2::/",
        "x:x:1:a::/:",
        "x:x:1:::/:",
        "x:x:1:4294967296::/:"
      })
  void aMalformedLineOfTheUsersIsDoubt(String line) {
    assertFalse(isAlone(GROUPS, USERS + line + "\n"));
    assertFalse(isAlone(GROUPS, line + "\n" + USERS));
  }

  @Test
  void theLargestNumberIsOne() {
    assertTrue(isAlone(GROUPS + "last:x:4294967295:\n", USERS + "x:x:1:4294967295::/:\n"));
    String groups = GROUPS.replace("1000", "4294967294");
    assertTrue(PrivateGroup.isAlone(-2, groups, USERS.replace("1000", "4294967294")));
  }

  private Path groups(String text) throws IOException {
    return Files.writeString(directory.resolve("group"), text);
  }

  private Path users(String text) throws IOException {
    return Files.writeString(directory.resolve("passwd"), text);
  }

  @Test
  void aChangeOfEitherFileCounts() throws Exception {
    PrivateGroup group = new PrivateGroup(groups(GROUPS), users(USERS), ALICE);
    assertTrue(group.isAlone());
    groups(GROUPS.replace("alice:x:1000:", "alice:x:1000:bob"));
    assertFalse(group.isAlone());
    groups(GROUPS);
    assertTrue(group.isAlone());
    users(USERS.replace("bob:x:1001:1001", "bob:x:1001:1000"));
    assertFalse(group.isAlone());
    users(USERS);
    assertTrue(group.isAlone());
    Files.delete(directory.resolve("passwd"));
    assertFalse(group.isAlone());
  }

  @Test
  void aFileIsReadUpToItsLimit() throws Exception {
    String filled = USERS + "#".repeat(PrivateGroup.MAX_BYTES - USERS.length());
    PrivateGroup group = new PrivateGroup(groups(GROUPS), users(filled), ALICE);
    assertTrue(group.isAlone());
    users(filled + "#");
    assertFalse(group.isAlone());
    users(USERS);
    groups(GROUPS + "#".repeat(PrivateGroup.MAX_BYTES - GROUPS.length() + 1));
    assertFalse(group.isAlone());
  }

  @Test
  void whatIsNoFileIsNotRead() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    assertFalse(new PrivateGroup(folder, users(USERS), ALICE).isAlone());
    assertFalse(new PrivateGroup(groups(GROUPS), folder, ALICE).isAlone());
    assertFalse(new PrivateGroup(groups(GROUPS), Path.of("/dev/zero"), ALICE).isAlone());
  }

  /// Returns how many bytes this process has read so far, by system calls.
  private static long bytesRead() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .sum();
  }

  @Test
  void aThousandQuestionsReadTheUsersOnce() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "this system does not count");
    StringBuilder many = new StringBuilder(USERS);
    for (int i = 0; i < 10_000; i++) {
      many.append("u").append(i).append(":x:").append(2000 + i).append(":100::/home/u:/bin/sh\n");
    }
    PrivateGroup group = new PrivateGroup(groups(GROUPS), users(many.toString()), ALICE);
    long before = bytesRead();
    for (int i = 0; i < 1_000; i++) {
      assertTrue(group.isAlone());
    }
    long read = bytesRead() - before;
    assertTrue(read < 50L * many.length(), read + " bytes of files of " + many.length());
  }

  @Test
  void withoutAUserNoFileIsGood() throws Exception {
    Path file = groups(GROUPS);
    assertFalse(new PrivateGroup(file, users(USERS), Owners.NOBODY_KNOWS).owns(file));
  }
}
