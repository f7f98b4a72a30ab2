package dev.parley.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritersTest {
  private static final int STICKY = 01757;
  private static final int STRANGER = 4711;

  @TempDir private Path directory;
  private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    folder = Files.createDirectory(directory.resolve("folder"));
    file = Files.writeString(folder.resolve("a.key"), "key");
    mode(folder, 0755);
    mode(file, 0600);
  }

  private boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"));
  }

  private static void mode(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
  }

  private static String replaced(Path folder) {
    return replaced(folder, 0002);
  }

  private static String replaced(Path folder, int open) {
    return who(open) + " may write to the folder " + folder + " and replace it" + remedy(open);
  }

  private static String written(int open) {
    return who(open) + " may write to it" + remedy(open);
  }

  private static String who(int open) {
    return switch (open) {
      case 0020 -> "its group";
      case 0002 -> "other users";
      default -> "its group and other users";
    };
  }

  private static String remedy(int open) {
    return switch (open) {
      case 0020 -> "; chmod g-w";
      case 0002 -> "; chmod o-w";
      default -> "; chmod go-w";
    };
  }

  @Test
  void whatOthersOnlyReadIsGood() throws Exception {
    mode(file, 0644);
    mode(folder, 0755);
    assertNull(Writers.of(file));
    assertNull(Writers.ofList(folder));
    assertNull(Writers.of(folder.resolve("none")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0020, 0002, 0022})
  void whatTheGroupOrOthersMayWriteToIsNotRead(int open) throws Exception {
    assumeTrue(open == 0002 || isRoot(), "the group may be this user's alone");
    mode(file, 0600 | open);
    assertEquals(written(open), String.valueOf(Writers.of(file)));
    mode(file, 0600);
    mode(folder, 0755 | open);
    assertEquals(replaced(folder, open), String.valueOf(Writers.of(file)));
    assertEquals(written(open), String.valueOf(Writers.ofList(folder)));
    mode(folder, 0755);
    mode(directory, 0700 | open);
    assertEquals(replaced(directory, open), String.valueOf(Writers.of(file)));
    assertEquals(replaced(directory, open), String.valueOf(Writers.ofList(folder)));
    mode(directory, 0700);
    assertNull(Writers.of(file));
    assertNull(Writers.ofList(folder));
  }

  private static void owner(Path file, int uid) throws IOException {
    Files.setAttribute(file, "unix:uid", uid);
  }

  @Test
  void whatBelongsToAnotherUserIsNotRead() throws Exception {
    assumeTrue(isRoot(), "not as root");
    String another = "belongs to another user, neither to root nor to the one who runs this";
    owner(file, STRANGER);
    assertEquals("it " + another, String.valueOf(Writers.of(file)));
    assertNull(Writers.ofList(folder), "its other files are good");
    owner(file, 0);
    for (Path one : List.of(folder, directory)) {
      owner(one, STRANGER);
      String replaced = "the folder " + one + " " + another + ", who may replace it";
      assertEquals(replaced, String.valueOf(Writers.of(file)));
      mode(one, STICKY);
      assertEquals(replaced, String.valueOf(Writers.of(file)), "its owner may, whatever the mode");
      mode(one, 0755);
      assertEquals(
          one.equals(folder) ? "it " + another : replaced, String.valueOf(Writers.ofList(folder)));
      owner(one, 0);
    }
    assertNull(Writers.of(file));
    assertNull(Writers.ofList(folder));
  }

  @ParameterizedTest
  @ValueSource(ints = {0020, 0002, 0022})
  void aFolderThatOtherUsersMayWriteToIsReportedForAnyOwner(int open) throws Exception {
    assumeTrue(open == 0002 || isRoot(), "the group may be this user's alone");
    mode(directory, 0777); // others may replace it, but not write to it
    assertNull(Writers.besidesOwner(folder));
    assertNull(Writers.besidesOwner(folder.resolve("none")));
    mode(folder, 01755 | open);
    assertEquals(written(open), String.valueOf(Writers.besidesOwner(folder)));
    if (isRoot()) {
      owner(folder, STRANGER);
      assertEquals(written(open), String.valueOf(Writers.besidesOwner(folder)));
      mode(folder, 0755);
      assertNull(Writers.besidesOwner(folder));
    }
  }

  @Test
  void aFileThatOthersMayWriteToIsNotRead() throws Exception {
    mode(file, 0602);
    assertEquals(written(0002), String.valueOf(Writers.of(file)));
    assertInstanceOf(FileNews.Unreadable.class, FileNews.read(file, 100));
    mode(file, 0600);
    assertInstanceOf(FileNews.Content.class, FileNews.read(file, 100));
  }

  @Test
  void norIsOneInAFolderOfTheirs() throws Exception {
    mode(folder, 0757);
    assertEquals(replaced(folder), String.valueOf(Writers.of(file)));
    assertEquals(written(0002), String.valueOf(Writers.ofList(folder)));
  }

  @Test
  void norOneInAFolderAboveIt() throws Exception {
    mode(directory, 0707);
    assertEquals(replaced(directory), String.valueOf(Writers.of(file)));
    assertEquals(replaced(directory), String.valueOf(Writers.ofList(folder)));
  }

  @Test
  void aStickyFolderKeepsItsFilesAndTakesNewOnes() throws Exception {
    mode(folder, STICKY);
    assertNull(Writers.of(file));
    assertEquals(written(0002), String.valueOf(Writers.ofList(folder)));
  }

  @Test
  void aLinkIsAsGoodAsWhereItIsAndWhereItLeads() throws Exception {
    Path open = Files.createDirectory(directory.resolve("open"));
    Path inward = Files.createSymbolicLink(open.resolve("in.key"), file);
    Path outward =
        Files.createSymbolicLink(
            folder.resolve("out.key"), Files.writeString(open.resolve("b.key"), "key"));
    assertNull(Writers.of(inward));
    assertNull(Writers.of(outward));
    mode(open, 0757);
    assertEquals(replaced(open), String.valueOf(Writers.of(inward)));
    assertEquals(replaced(open.toRealPath()), String.valueOf(Writers.of(outward)));
  }

  @Test
  void everyLinkOfAChainIsAsGoodAsItsFolder() throws Exception {
    Path open = Files.createDirectory(directory.resolve("open"));
    Path inner = Files.createSymbolicLink(open.resolve("dir"), folder);
    Path outer = Files.createSymbolicLink(directory.resolve("keys"), Path.of("open/./dir"));
    Path way = outer.resolve("../folder/a.key");
    assertNull(Writers.of(way));
    assertNull(Writers.ofList(outer));
    mode(open, 0757);
    assertEquals(replaced(open), String.valueOf(Writers.of(way)));
    assertEquals(replaced(open), String.valueOf(Writers.ofList(outer)));
    assertEquals(replaced(open), String.valueOf(Writers.ofPlace(outer.resolve("none"))));
    mode(open, 0755);
    assumeTrue(isRoot(), "not as root");
    String another = " belongs to another user, neither to root nor to the one who runs this,";
    owner(open, STRANGER);
    assertEquals(
        "the folder " + open + another + " who may replace it", String.valueOf(Writers.of(way)));
    owner(open, 0);
    Files.setAttribute(inner, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
    assertNull(Writers.of(way), "it cannot be replaced");
    mode(open, STICKY);
    assertEquals(
        "the link " + inner + another + " who may replace it", String.valueOf(Writers.of(way)));
    Files.setAttribute(inner, "unix:uid", 0, LinkOption.NOFOLLOW_LINKS);
    assertNull(Writers.of(way));
  }

  /// Creates a chain of `links` links that ends at the file.
  private Path chain(int links) throws IOException {
    Path last = file;
    for (int i = 0; i < links; i++) {
      last = Files.createSymbolicLink(directory.resolve(links + "-" + i), last);
    }
    return last;
  }

  @Test
  void asManyLinksAreFollowedAsTheSystemDoes() throws Exception {
    mode(file, 0602);
    assertEquals(written(0002), String.valueOf(Writers.of(chain(40))));
    assertNull(Writers.of(chain(41)), "it cannot be read either");
  }
}
