package dev.parley.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.problem.Problem;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.SetFacl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests group-writable files of a user with a private group: alice, in a process of her own, on a
/// system whose users and groups we create. Needs root.
class GroupWritableTest {
  private static final int ALICE = 4711;
  private static final int BOB = 4712;

  /// She may read everything, so that her JVM finds the classes.
  private static final String AS_ALICE =
      "setpriv --reuid 4711 --regid 4711 --clear-groups"
          + " --inh-caps +dac_read_search --ambient-caps +dac_read_search";

  /// Root, mapped to alice's number in a user namespace.
  private static final String AS_ALICE_INSIDE = "unshare -U --map-user 4711 --map-group 4711";

  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
  private static final String GOOD = "good";
  private static final String GROUP = "its group may write to it; chmod g-w";
  private static final String OTHERS = "other users may write to it; chmod o-w";

  @TempDir private Path directory;
  private Path users;
  private Path groups;
  private Path home;
  private Path file;

  /// Reads lines with a method of [Writers] and a path, and prints what it returns.
  static final class Alice {
    private Alice() {}

    public static void main(String[] none) throws IOException {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", 2);
        Path path = Path.of(words[1]);
        Problem found =
            switch (words[0]) {
              case "list" -> Writers.ofList(path);
              case "place" -> Writers.ofPlace(path);
              default -> Writers.of(path);
            };
        System.out.println(found == null ? GOOD : found.toString());
      }
    }
  }

  @BeforeEach
  void makeHome() throws IOException {
    users =
        Files.writeString(
            directory.resolve("passwd"),
            "root:x:0:0::/root:/bin/sh\nalice:x:4711:4711::/:/bin/sh\nbob:x:4712:4712::/:/bin/sh\n");
    groups =
        Files.writeString(directory.resolve("group"), "root:x:0:\nalice:x:4711:\nbob:x:4712:\n");
    home = Files.createDirectory(directory.resolve("home"));
    file = Files.writeString(home.resolve("a.key"), "key");
    assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid")), "not root");
    set(home, ALICE, ALICE, 0775);
    set(file, ALICE, ALICE, 0664);
  }

  private static void set(Path file, int user, int group, int mode) throws IOException {
    Files.setAttribute(file, "unix:uid", user);
    Files.setAttribute(file, "unix:gid", group);
    Files.setAttribute(file, "unix:mode", mode);
  }

  private ChildJvm alice(String under, String option) throws IOException, InterruptedException {
    for (String trial :
        List.of("unshare -m mount --bind /etc/passwd /etc/passwd", under + " true")) {
      assumeTrue(runs(trial), "this system does not run " + trial);
    }
    return ChildJvm.startAmong(users, groups, under, Alice.class, option);
  }

  private static boolean runs(String words) throws InterruptedException {
    try {
      return new ProcessBuilder(words.split(" ", -1))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // not installed
    }
  }

  private void assertFile(String expected, ChildJvm alice) throws IOException {
    assertEquals(expected, alice.ask("file " + file));
  }

  @Test
  void whatAUserMakesWithAUmaskOf002IsGood() throws Exception {
    try (ChildJvm alice = alice(AS_ALICE, NATIVE)) {
      assertFile(GOOD, alice);
      assertEquals(GOOD, alice.ask("list " + home));
      assertEquals(GOOD, alice.ask("place " + home.resolve("socket")));
      set(file, ALICE, ALICE, 0666);
      assertFile(OTHERS, alice);
      set(home, ALICE, ALICE, 0777);
      assertEquals(OTHERS, alice.ask("list " + home));
    }
  }

  @Test
  void onlyTheOwnGroupOfTheOneWhoRunsThisIsGood() throws Exception {
    try (ChildJvm alice = alice(AS_ALICE, NATIVE)) {
      for (int[] pair : new int[][] {{ALICE, BOB}, {ALICE, 0}, {0, 0}, {0, ALICE}, {0, BOB}}) {
        set(file, pair[0], pair[1], 0664);
        assertFile(GROUP, alice);
      }
      set(file, ALICE, BOB, 0666);
      assertFile("its group and other users may write to it; chmod go-w", alice);
      set(file, BOB, BOB, 0664);
      assertFile("it belongs to another user, neither to root nor to the one who runs this", alice);
      set(file, ALICE, ALICE, 0664);
      set(home, ALICE, BOB, 0775);
      String replaced = "its group may write to the folder " + home + " and replace it; chmod g-w";
      assertFile(replaced, alice);
      assertEquals(replaced, alice.ask("place " + home.resolve("socket")));
      assertEquals(GROUP, alice.ask("list " + home));
      set(home, ALICE, BOB, 01775);
      assertFile(GOOD, alice);
      assertEquals(GROUP, alice.ask("list " + home));
    }
  }

  @Test
  void aGroupThatSomebodyJoinsIsNotGoodAnyMore() throws Exception {
    String before = Files.readString(groups);
    try (ChildJvm alice = alice(AS_ALICE, NATIVE)) {
      assertFile(GOOD, alice);
      Files.writeString(groups, before.replace("alice:x:4711:", "alice:x:4711:bob"));
      assertFile(GROUP, alice);
      Files.writeString(groups, before);
      assertFile(GOOD, alice);
      Files.writeString(
          users, Files.readString(users).replace("bob:x:4712:4712", "bob:x:4712:4711"));
      assertFile(GROUP, alice);
    }
  }

  @Test
  void aListThatLetsAnotherUserWriteIsNotGood() throws Exception {
    try (ChildJvm alice = alice(AS_ALICE, NATIVE)) {
      SetFacl.run("-m", "u:" + BOB + ":rw", file);
      assertFile(GROUP, alice);
      SetFacl.run("-b", "", file);
      assertFile(GOOD, alice);
      SetFacl.run("-m", "u:" + BOB + ":rwx", home);
      assertFile("its group may write to the folder " + home + " and replace it; chmod g-w", alice);
    }
  }

  @Test
  void whereNoListCanBeReadNoGroupIsGood() throws Exception {
    try (ChildJvm alice = alice(AS_ALICE, "-Xlog:disable")) {
      assertFile(GROUP, alice);
      set(file, ALICE, ALICE, 0644);
      set(home, ALICE, ALICE, 0755);
      assertFile(GOOD, alice);
    }
  }

  @Test
  void inAUserNamespaceNoGroupIsGood() throws Exception {
    set(home, 0, 0, 0775);
    set(file, 0, 0, 0664);
    try (ChildJvm alice = alice(AS_ALICE_INSIDE, NATIVE)) {
      assertFile(GROUP, alice);
      set(home, 0, 0, 0755);
      assertFile(GROUP, alice);
      set(file, 0, 0, 0644);
      assertFile(GOOD, alice);
    }
  }
}
