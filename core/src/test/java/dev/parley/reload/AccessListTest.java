package dev.parley.reload;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testing.SetFacl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class AccessListTest {
  @TempDir private Path directory;

  @BeforeEach
  void needNativeAccess() {
    assumeTrue(AccessList.class.getModule().isNativeAccessEnabled(), "the JVM allows no calls");
  }

  @Test
  void aFileWithNothingButAModeHasNone() throws Exception {
    assertTrue(AccessList.isNoneOn(Files.writeString(directory.resolve("a.key"), "key")));
    assertTrue(AccessList.isNoneOn(directory));
    assertTrue(AccessList.isNoneOn(Path.of("/proc")), "its file system has no lists");
  }

  @Test
  void aFileThatAnotherUserMayWriteToByAListHasOne() throws Exception {
    Path file = Files.writeString(directory.resolve("a.key"), "key");
    SetFacl.run("-m", "u:4711:rw", file);
    assertFalse(AccessList.isNoneOn(file));
    SetFacl.run("-b", "", file);
    assertTrue(AccessList.isNoneOn(file));
  }

  @Test
  void theListOfAFileWithAForeignNameIsFound() throws Exception {
    Path file = Files.writeString(directory.resolve("schlüssel"), "key");
    assertTrue(AccessList.isNoneOn(file));
    SetFacl.run("-m", "u:4711:rw", file);
    assertFalse(AccessList.isNoneOn(file));
  }

  @Test
  void aCopyGivesTheListAndTakesOneAway() throws Exception {
    Path listed = Files.writeString(directory.resolve("listed"), "key");
    Path bare = Files.writeString(directory.resolve("bare"), "key");
    SetFacl.run("-m", "u:4711:r", listed);
    AccessList.copy(listed, bare);
    assertFalse(AccessList.isNoneOn(bare));
    Path other = Files.writeString(directory.resolve("other"), "key");
    AccessList.copy(other, bare);
    assertTrue(AccessList.isNoneOn(bare));
    AccessList.copy(other, bare);
    assertTrue(AccessList.isNoneOn(bare));
  }

  @Test
  void aCopyToNowhereFails() throws Exception {
    Path listed = Files.writeString(directory.resolve("listed"), "key");
    SetFacl.run("-m", "u:4711:r", listed);
    Path nowhere = directory.resolve("none");
    IOException failure = assertThrows(IOException.class, () -> AccessList.copy(listed, nowhere));
    assertTrue(failure.getMessage().contains("access control list"), failure.getMessage());
  }

  @Test
  void whatIsNotThereIsDoubt() {
    assertFalse(AccessList.isNoneOn(directory.resolve("none")));
  }
}
