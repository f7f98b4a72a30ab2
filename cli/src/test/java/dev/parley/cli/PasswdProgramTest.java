package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.passwords.Password;
import dev.parley.passwords.Verifier;
import dev.parley.testing.SetFacl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `parley passwd`: its changes to the file, and the places where passwords never appear.
final class PasswdProgramTest {
  private static final String CANARY = "canary-1f2e3d4c";
  private static final String NOT_ALLOWED =
      "parley: the password has a character that SASLprep (RFC 4013) does not allow: a control"
          + " character, one for private use, one that Unicode 3.2 does not have, such as most"
          + " emoji, or writing from right to left mixed with other writing";

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("users");
  }

  /// Runs `parley passwd` with this stdin; stderr must consist of exactly these lines.
  private void passwd(String stdin, int exitCode, List<String> errors, String... words)
      throws Exception {
    try (Program program =
        Program.start(
            Stream.concat(Stream.of("passwd"), Stream.of(words)).toArray(String[]::new))) {
      program.typeAll(stdin);
      assertEquals(exitCode, program.exitCode(), program.errors().toString());
      assertEquals(errors, program.errors());
      assertEquals("", program.rest());
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file());
  }

  @Test
  void aFileIsMadeForItsOwnerAloneAndHoldsNoPassword() throws Exception {
    String name = file().toString();
    passwd(CANARY + "\n", 0, List.of("parley: added alice"), name, "alice");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    String content = Files.readString(file());
    assertTrue(content.contains("\nalice:SCRAM-SHA-256$600000:"), content);
    assertTrue(content.contains("\n*:decoys$"), content);
    assertFalse(content.contains(CANARY));
    assertEquals(List.of("users"), names(directory));
  }

  @Test
  void usersAreAddedChangedListedAndRemovedAndOtherLinesStay() throws Exception {
    String name = file().toString();
    passwd("one-password\n", 0, List.of("parley: added bob"), name, "bob");
    Files.writeString(file(), Files.readString(file()) + "# the boss\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    passwd("two-passwords", 0, List.of("parley: added alice"), name, "alice");
    String before = lineOf("bob");
    passwd("three-passwords\r\n", 0, List.of("parley: changed the password of bob"), name, "bob");
    assertNotEquals(before, lineOf("bob"));
    assertTrue(lines().contains("# the boss"));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    try (Program list = Program.start("passwd", name, "--list")) {
      assertEquals("alice\nbob\n", list.rest());
      assertEquals(0, list.exitCode());
    }
    passwd("", 0, List.of("parley: removed bob"), name, "bob", "--delete");
    passwd("", 2, List.of("parley: there is no user bob in " + name), name, "bob", "--delete");
    assertTrue(lines().stream().noneMatch(line -> line.startsWith("bob:")));
  }

  private String lineOf(String user) throws IOException {
    return lines().stream().filter(line -> line.startsWith(user + ":")).findFirst().orElseThrow();
  }

  @Test
  void whatIsRefusedChangesNothing() throws Exception {
    String name = file().toString();
    passwd("", 2, List.of("parley: the password is empty"), name, "alice");
    passwd(
        CANARY + "\nx\n",
        2,
        List.of("parley: there is more than one line; a password is one"),
        name,
        "alice");
    try (Program program = Program.start("passwd", name, "alice", CANARY)) {
      assertEquals(2, program.exitCode());
      assertTrue(program.errors().getFirst().contains("a password is never an argument"));
      assertFalse(program.errors().toString().contains(CANARY));
    }
    try (Program program = Program.start("passwd", name, "-alice:")) {
      assertEquals(2, program.exitCode());
    }
    assertFalse(Files.exists(file()));

    Files.writeString(file(), "# mine\nalice:" + CANARY + "\n");
    try (Program program = Program.start("passwd", name, "bob")) {
      program.typeAll("a-good-password\n");
      assertEquals(2, program.exitCode());
      String said = program.errors().toString();
      assertTrue(said.contains("line 2: ") && !said.contains(CANARY), said);
    }
    assertEquals(List.of("# mine", "alice:" + CANARY), lines());
    assertEquals(List.of("users"), names(directory));
  }

  @Test
  void aShortPasswordIsWarnedOf() throws Exception {
    passwd(
        "1234567",
        0,
        List.of(
            "parley: warning: a password of fewer than 8 characters is guessed soon",
            "parley: added alice"),
        file().toString(),
        "alice");
    passwd(
        "12345678",
        0,
        List.of("parley: changed the password of alice"),
        file().toString(),
        "alice");
  }

  /// A pipe delivers UTF-8, whatever the locale is.
  @Test
  void passwordsAndNamesMayBeOfAnyWriting() throws Exception {
    String name = file().toString();
    passwd("Schlüssel-密码\n", 0, List.of("parley: added Jürgen"), name, "Ju\u0308rgen");
    passwd("🔑-canary", 2, List.of(NOT_ALLOWED), name, "alice");
    passwd("canary\ue000", 2, List.of(NOT_ALLOWED), name, "alice");
    try (Program program =
        Program.start(Map.of("LC_ALL", "C"), Program.command("passwd", name, "alice"))) {
      program.typeAll("Schlüssel-密码\n");
      assertEquals(0, program.exitCode(), program.errors().toString());
    }
    try (Program list = Program.start("passwd", name, "--list")) {
      assertEquals("Jürgen\nalice\n", list.rest());
    }
    passwd("", 0, List.of("parley: removed Jürgen"), name, "Jürgen", "--delete");
    assertTrue(lines().stream().noneMatch(line -> line.startsWith("J")));
  }

  @Test
  void aTerminalIsReadAsUtf8() throws Exception {
    try (Program program = atTerminal("passwd", file().toString(), "alice")) {
      String shown = program.awaitStdout("password for alice: ");
      program.type("Schlüssel-密码\r");
      shown += program.awaitStdout("once more: ");
      program.type("Schlüssel-密码\r");
      shown += program.awaitStdout("added alice");
      assertEquals(0, program.exitCode());
      assertFalse(shown.contains("Schl"), shown);
    }
    String typed = lineOf("alice").substring("alice:".length());
    String[] parts = typed.split("[$:]", -1);
    assertEquals(
        typed,
        Verifier.of(
                Password.of("Schlüssel-密码".toCharArray()),
                salt -> System.arraycopy(Base64.getDecoder().decode(parts[2]), 0, salt, 0, 16))
            .toText());
  }

  @Test
  void twoChangesAtOnceDoNotLoseEachOther() throws Exception {
    Path other = Files.createFile(directory.resolve("users.new"));
    try (Program program = Program.start("passwd", file().toString(), "alice")) {
      program.typeAll("a-good-password\n");
      assertEquals(1, program.exitCode());
      assertTrue(program.errors().getFirst().contains("delete " + other));
    }
    assertTrue(Files.exists(other), "it is not ours");
    assertFalse(Files.exists(file()));
  }

  @Test
  void aLinkStaysALink() throws Exception {
    Path real = directory.resolve("real");
    passwd("a-good-password", 0, List.of("parley: added alice"), real.toString(), "alice");
    Files.createSymbolicLink(file(), real);
    passwd("a-good-password", 0, List.of("parley: added bob"), file().toString(), "bob");
    assertTrue(Files.isSymbolicLink(file()));
    assertTrue(Files.readString(real).contains("\nbob:"));
  }

  @Test
  void aLinkToAFileThatIsNotThereYetStaysALink() throws Exception {
    Path real = directory.resolve("real");
    Files.createSymbolicLink(file(), Path.of("middle"));
    Files.createSymbolicLink(directory.resolve("middle"), Path.of("real"));
    passwd("a-good-password", 0, List.of("parley: added alice"), file().toString(), "alice");
    assertTrue(Files.isSymbolicLink(file()));
    assertTrue(Files.readString(real).contains("\nalice:"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theAccessListOfTheFileStaysAndGivesItsGroupNothing() throws Exception {
    String name = file().toString();
    passwd("a-good-password", 0, List.of("parley: added alice"), name, "alice");
    SetFacl.run("-m", "u:4711:r", file());
    String before = SetFacl.list(file());
    assertTrue(before.contains("user:4711:r--\ngroup::---"), before);
    passwd("a-good-password", 0, List.of("parley: added bob"), name, "bob");
    assertEquals(before, SetFacl.list(file()));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theFileGetsNoAccessListOfItsFolder() throws Exception {
    String name = file().toString();
    passwd("a-good-password", 0, List.of("parley: added alice"), name, "alice");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    String before = SetFacl.list(file());
    SetFacl.run("-dm", "u:4711:rw", directory);
    passwd("a-good-password", 0, List.of("parley: added bob"), name, "bob");
    assertEquals(before, SetFacl.list(file()));
  }

  @Test
  void atATerminalItAsksTwiceAndShowsNothing() throws Exception {
    try (Program program = atTerminal("passwd", file().toString(), "alice")) {
      String shown = program.awaitStdout("password for alice: ");
      program.type(CANARY + "\r");
      shown += program.awaitStdout("once more: ");
      program.type(CANARY + "\r");
      shown += program.awaitStdout("added alice");
      assertEquals(0, program.exitCode());
      assertFalse(shown.contains(CANARY), shown);
    }
    try (Program program = atTerminal("passwd", file().toString(), "alice")) {
      program.awaitStdout("password for alice: ");
      program.type(CANARY + "\r");
      program.awaitStdout("once more: ");
      program.type("other\r");
      program.awaitStdout("the two passwords differ; nothing was changed");
      assertEquals(2, program.exitCode());
    }
  }

  private static Program atTerminal(String... arguments) throws Exception {
    Installed.need("script");
    String command =
        Program.command(arguments).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    return Program.start(
        Map.of("TERM", "xterm-256color"),
        List.of("script", "-qefc", "exec " + command, "/dev/null"));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
