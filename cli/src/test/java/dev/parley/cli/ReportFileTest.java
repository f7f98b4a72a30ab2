package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir Path directory;

  @Test
  void yesterdaysPageStaysUntilTodaysIsWhole() throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "yesterday");
    Files.setPosixFilePermissions(page, PosixFilePermissions.fromString("rw-r-----"));
    ReportFile file = ReportFile.at(page);
    assertEquals("yesterday", Files.readString(page));
    assertHasFiles(1);
    file.write("today");
    assertEquals("today", Files.readString(page));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(page)));
    assertHasFiles(1);
  }

  @Test
  void aNewPageIsThereOnlyWhenItIsWhole() throws IOException {
    Path page = directory.resolve("page.html");
    ReportFile file = ReportFile.at(page);
    assertHasFiles(0);
    file.write("today");
    assertEquals("today", Files.readString(page));
    assertHasFiles(1);
  }

  @Test
  void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "yesterday");
    Path link = Files.createSymbolicLink(directory.resolve("link"), page.getFileName());
    ReportFile.at(link).write("today");
    assertTrue(Files.isSymbolicLink(link), "the link is gone");
    assertEquals("today", Files.readString(page));
  }

  @Test
  void aDeviceIsWrittenAsItIs() throws IOException {
    ReportFile.at(Path.of("/dev/null")).write("today");
    assertTrue(Files.exists(Path.of("/dev/null")), "the device is gone");
    ReportFile full = ReportFile.at(Path.of("/dev/full"));
    Failure failure = assertThrows(Failure.class, () -> full.write("today"));
    assertEquals("cannot write /dev/full: No space left on device", failure.sentence());
    assertEquals(1, failure.exitCode());
  }

  @Test
  void whatCannotBeWrittenIsSaidBeforeTheLoadIsOn() {
    Path nowhere = directory.resolve("nope/r.html");
    Failure failure = assertThrows(Failure.class, () -> ReportFile.at(nowhere));
    assertEquals("cannot write " + nowhere + ": its directory does not exist", failure.sentence());
    assertEquals(2, failure.exitCode());
    Failure folder = assertThrows(Failure.class, () -> ReportFile.at(directory));
    assertEquals("cannot write " + directory + ": is a directory", folder.sentence());
  }

  private void assertHasFiles(int count) throws IOException {
    try (var files = Files.list(directory)) {
      assertEquals(count, files.count());
    }
  }
}
