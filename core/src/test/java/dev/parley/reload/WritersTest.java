package dev.parley.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritersTest {
  private static final int STICKY = 01777;

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

  private static void mode(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
  }

  private String replaced(Path folder) {
    return "other users may write to the folder " + folder + " and replace it; chmod o-w";
  }

  @Test
  void whatOnlyOthersReadAndGroupsWriteIsGood() throws Exception {
    mode(file, 0664);
    mode(folder, 0775);
    assertNull(Writers.of(file));
    assertNull(Writers.ofList(folder));
    assertNull(Writers.of(folder.resolve("none")));
  }

  @Test
  void aFileThatOthersMayWriteToIsNotRead() throws Exception {
    mode(file, 0602);
    assertEquals("other users may write to it; chmod o-w", Writers.of(file));
    assertInstanceOf(FileNews.Unreadable.class, FileNews.read(file, 100));
    mode(file, 0600);
    assertInstanceOf(FileNews.Content.class, FileNews.read(file, 100));
  }

  @Test
  void norIsOneInAFolderOfTheirs() throws Exception {
    mode(folder, 0757);
    assertEquals(replaced(folder), Writers.of(file));
    assertEquals("other users may write to it; chmod o-w", Writers.ofList(folder));
  }

  @Test
  void norOneInAFolderAboveIt() throws Exception {
    mode(directory, 0707);
    assertEquals(replaced(directory), Writers.of(file));
    assertEquals(replaced(directory), Writers.ofList(folder));
  }

  @Test
  void aStickyFolderKeepsItsFilesAndTakesNewOnes() throws Exception {
    mode(folder, STICKY);
    assertNull(Writers.of(file));
    assertEquals("other users may write to it; chmod o-w", Writers.ofList(folder));
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
    mode(open, 0777);
    assertEquals(replaced(open), Writers.of(inward));
    assertEquals(replaced(open.toRealPath()), Writers.of(outward));
  }
}
