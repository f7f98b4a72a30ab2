package dev.parley.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.problem.FileProblem;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileErrorsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "No space left on device, NO_SPACE",
    "Disk quota exceeded, QUOTA_EXCEEDED",
    "Read-only file system, READ_ONLY",
    "Is a directory, IS_A_DIRECTORY",
    "Too many open files, TOO_MANY_OPEN",
    "File name too long, NAME_TOO_LONG",
    "Input/output error, INPUT_OUTPUT",
    "Too many levels of symbolic links or unable to access attributes of symbolic link,"
        + " TOO_MANY_LINKS"
  })
  void theSystemsReasonIsACode(String text, FileProblem code) {
    Problem expected = Problem.of(code);
    assertEquals(expected, FileErrors.ofWriting(new IOException(text)));
    assertEquals(expected, FileErrors.ofReading(new FileSystemException("f", null, text)));
  }

  @Test
  void theJdksOwnExceptionsAreCodes() {
    NoSuchFileException missing = new NoSuchFileException("f");
    AccessDeniedException denied = new AccessDeniedException("f");
    assertEquals(Problem.of(FileProblem.NO_SUCH_FILE), FileErrors.ofReading(missing));
    assertEquals(Problem.of(FileProblem.NO_SUCH_FILE_OR_FOLDER), FileErrors.ofReadingAny(missing));
    assertEquals(Problem.of(FileProblem.NO_DIRECTORY), FileErrors.ofWriting(missing));
    assertEquals(Problem.of(FileProblem.READING_DENIED), FileErrors.ofReading(denied));
    assertEquals(Problem.of(FileProblem.PERMISSION_DENIED), FileErrors.ofWriting(denied));
  }

  @Test
  void aProblemIsKept() {
    Problem problem = Problem.of(KeyProblem.TOO_MANY_FILES, 3);
    assertEquals(problem, FileErrors.ofReading(new ProblemIOException(problem, null)));
  }

  @Test
  void anUnknownTextIsPrintable() {
    String shown = FileErrors.ofReading(new IOException("kein Platz\u001b[2J")).toString();
    assertTrue(shown.startsWith("kein Platz") && shown.indexOf('\u001b') < 0, shown);
    assertEquals("IOException", FileErrors.ofReading(new IOException()).toString());
  }

  @Test
  void aFolderAndALoopOfLinks() throws Exception {
    IOException folder = assertThrows(IOException.class, () -> Files.readAllBytes(directory));
    assertEquals(Problem.of(FileProblem.IS_A_DIRECTORY), FileErrors.ofReading(folder));
    Path link = Files.createSymbolicLink(directory.resolve("a"), Path.of("a"));
    IOException loop = assertThrows(IOException.class, () -> Files.readAllBytes(link));
    assertEquals(Problem.of(FileProblem.TOO_MANY_LINKS), FileErrors.ofReading(loop));
  }

  @Test
  void permissionsAreRestrictedToTheOwner() throws Exception {
    Path file = Files.createFile(directory.resolve("key"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertTrue(FilePermissions.isExposed(file));
    FilePermissions.restrict(file);
    assertFalse(FilePermissions.isExposed(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    FilePermissions.restrict(file);
    assertEquals("r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(FilePermissions.isExposed(directory.resolve("none")));
  }
}
