package dev.parley.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir Path directory;

  @Test
  void theStateDirectoryIsTheUsersChoiceIfItIsAbsolute() {
    Path ofHome = Path.of("/home/me/.local/state/parley/history");
    assertEquals(Path.of("/s/parley/history"), place(Map.of("XDG_STATE_HOME", "/s"), "/u"));
    assertEquals(ofHome, place(Map.of("XDG_STATE_HOME", "s", "HOME", "/home/me"), "/u"));
    assertEquals(ofHome, place(Map.of("XDG_STATE_HOME", "", "HOME", "/home/me"), "/u"));
    assertEquals(ofHome, place(Map.of(), "/home/me"));
  }

  @Test
  void withoutAHomeThereIsNone() {
    assertNull(HistoryFile.place(Map.of(), "?"));
    assertNull(HistoryFile.place(Map.of("HOME", "me"), ""));
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    Path file = directory.resolve("a/b/history");
    var _ = HistoryFile.open(file);
    assertEquals("rw-------", mode(file));
    assertEquals("rwx------", mode(file.getParent()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    var _ = HistoryFile.open(file);
    assertEquals("rw-------", mode(file));
    assertEquals("rwx------", mode(file.getParent()));
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "keep me\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
    Path folder = Files.createDirectory(directory.resolve("parley"));
    Path link = Files.createSymbolicLink(folder.resolve("history"), other);
    IOException e = assertThrows(IOException.class, () -> HistoryFile.open(link));
    String said = HistoryFile.notKept(e).toString();
    assertTrue(said.contains("symbolic link"), said);
    Path folderLink = Files.createSymbolicLink(directory.resolve("linked"), folder);
    assertThrows(IOException.class, () -> HistoryFile.open(folderLink.resolve("more")));
    assertEquals("rw-r--r--", mode(other));
    assertEquals("keep me\n", Files.readString(other));
  }

  @Test
  void aLinkThatAppearsLaterIsNotFollowed() throws IOException {
    Path file = directory.resolve("parley/history");
    HistoryFile history = HistoryFile.open(file);
    Path other = Files.writeString(directory.resolve("other"), "keep me\n");
    Files.delete(file);
    Files.createSymbolicLink(file, other);
    assertThrows(IOException.class, () -> history.append("secret"));
    assertEquals("keep me\n", Files.readString(other));
  }

  @Test
  void whateverWasTypedComesBack() throws IOException {
    Path file = directory.resolve("parley/history");
    List<String> lines = List.of("grüße 你好", "a\\nb \\\\", "two\nlines\r", "\u2028 \u0085");
    HistoryFile history = HistoryFile.open(file);
    for (String line : lines) {
      history.append(line);
    }
    assertEquals(lines, HistoryFile.open(file).lines());
  }

  @Test
  void bytesThatAreNoTextCostNoOtherLine() throws IOException {
    Path file = directory.resolve("parley/history");
    HistoryFile history = HistoryFile.open(file);
    Files.write(file, new byte[] {'a', '\n', (byte) 0xff, 'b', '\n', 0, '\\'});
    assertEquals(List.of("a", "\ufffdb", "\0\\"), history.lines());
  }

  @Test
  void theOlderHalfIsForgottenWhenItHasGrownTooLarge() throws IOException {
    Path file = directory.resolve("parley/history");
    HistoryFile history = HistoryFile.open(file);
    String line = "x".repeat(1023);
    for (int i = 0; i < HistoryFile.MAX_BYTES / 1024; i++) {
      history.append(line);
    }
    var _ = HistoryFile.open(file);
    assertEquals(HistoryFile.MAX_BYTES, Files.size(file));
    history.append("y");
    assertEquals("y", HistoryFile.open(file).lines().getLast());
    assertTrue(Files.size(file) <= HistoryFile.MAX_BYTES / 2, "it was not cut");
    assertEquals("rw-------", mode(file));
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aFileThatFailsIsGivenUpWithOneSentence() throws IOException {
    Path file = directory.resolve("parley/history");
    List<String> notes = new ArrayList<>();
    KeptHistory history = kept(file, notes);
    history.add("one");
    assertEquals("one\n", Files.readString(file, StandardCharsets.UTF_8));
    Files.delete(file);
    history.add("two");
    history.add("three");
    assertEquals(
        List.of(
            "lines typed are not kept for next time: "
                + file
                + " is gone; --no-history keeps none"),
        notes);
    assertEquals("three", history.get(history.last()));
  }

  private static KeptHistory kept(Path file, List<String> notes) throws IOException {
    KeptHistory history =
        new KeptHistory(HistoryFile.open(file), said -> notes.add(said.toString()));
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(
                new DumbTerminal(InputStream.nullInputStream(), OutputStream.nullOutputStream()))
            .history(history)
            .build();
    history.attach(reader);
    history.recall();
    return history;
  }

  private static Path place(Map<String, String> environment, String userHome) {
    return Objects.requireNonNull(HistoryFile.place(environment, userHome));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
