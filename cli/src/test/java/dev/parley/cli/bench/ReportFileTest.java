package dev.parley.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.command.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  @EnabledOnOs(OS.LINUX)
  void toWhatIsOpenHereThePageIsAdded() throws IOException {
    Path output = Files.writeString(directory.resolve("output"), "a table\n");
    try (RandomAccessFile open = new RandomAccessFile(output.toFile(), "rw");
        Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      Path descriptor = descriptors.filter(path -> leadsTo(path, output)).findFirst().orElseThrow();
      Path link = Files.createSymbolicLink(directory.resolve("link"), descriptor);
      ReportFile.at(descriptor).write("a page\n");
      ReportFile.at(link).write("another\n");
      assertEquals("a table", open.readLine());
      assertEquals("a page", open.readLine());
      assertEquals("another", open.readLine());
    }
  }

  private static boolean leadsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file.toRealPath());
    } catch (IOException e) {
      return false; // the one that lists the others is closed
    }
  }

  @Test
  void aLinkToAPageThatIsNotThereYetStays() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("page.html"));
    ReportFile.at(link).write("today");
    assertTrue(Files.isSymbolicLink(link), "the link is gone");
    assertEquals("today", Files.readString(directory.resolve("page.html")));
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
