package dev.parley.history.internal.store;

import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.reload.FileErrors;
import dev.parley.reload.Writers;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/// A folder of messages, owned by this process until it is closed.
///
/// ```
/// history.db        the messages     history.db-wal, history.db-shm   belong to it
/// history.lock      locked while a server runs
/// native/           SQLite's library
/// ```
///
/// Folders are made with the permissions 0700, files with 0600; SQLite gives its further files
/// those of the first.
public final class DataFolder implements AutoCloseable {
  private static final String DATABASE = "history.db";
  private static final String LOCK = "history.lock";
  private static final String NATIVE = "native";

  // A lock of the system's belongs to the process and would be lost if a second channel to the file
  // were opened and closed, so this process knows by itself which folders it has.
  private static final Set<Path> OWNED = new HashSet<>();

  private final Path real;
  private final FileChannel lockFile;

  private DataFolder(Path real, FileChannel lockFile) {
    this.real = real;
    this.lockFile = lockFile;
  }

  /// Takes a folder, which is made if there is none.
  ///
  /// @throws ProblemIOException [HistoryProblem#IN_USE] if somebody has it;
  ///   [HistoryProblem#OTHERS_MAY_WRITE] if others than its owner may write to it, whether it has
  ///   the sticky bit or not: they could put a file there before the server does
  public static DataFolder take(Path folder) throws IOException {
    try {
      return takeIfPossible(folder);
    } catch (ProblemIOException e) {
      throw e;
    } catch (AccessDeniedException e) {
      throw new ProblemIOException(
          Problem.of(HistoryProblem.NOT_WRITABLE, folder, owner(folder)), e);
    } catch (IOException e) {
      throw new ProblemIOException(
          Problem.of(HistoryProblem.CANNOT_USE, folder, FileErrors.ofWriting(e)), e);
    }
  }

  private static String owner(Path folder) {
    try {
      return Printable.line(Files.getOwner(folder).getName());
    } catch (IOException | UnsupportedOperationException _) {
      return "?";
    }
  }

  private static DataFolder takeIfPossible(Path folder) throws IOException {
    create(folder);
    Path real = folder.toRealPath();
    if (Writers.besidesOwner(real) != null) {
      throw new ProblemIOException(HistoryProblem.OTHERS_MAY_WRITE, folder);
    }
    synchronized (OWNED) {
      if (!OWNED.add(real)) {
        throw new ProblemIOException(HistoryProblem.IN_USE, folder);
      }
    }
    try {
      Path lock = real.resolve(LOCK);
      createFile(lock);
      return new DataFolder(real, locked(folder, lock));
    } catch (IOException | RuntimeException e) {
      forget(real);
      throw e;
    }
  }

  private static FileChannel locked(Path folder, Path lock) throws IOException {
    FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
    try {
      FileLock taken = channel.tryLock();
      if (taken == null) {
        throw new ProblemIOException(HistoryProblem.IN_USE, folder);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Makes a folder that only its owner can enter, unless it is there.
  static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(folder, permissions(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      Path file = Path.of(e.getFile()); // the folder, or one that it lies in
      if (!Files.isDirectory(file)) {
        throw new ProblemIOException(Problem.of(HistoryProblem.NOT_A_FOLDER, file), e);
      }
    } catch (IOException e) {
      throw new ProblemIOException(
          Problem.of(HistoryProblem.CANNOT_MAKE, folder, whyNotMade(folder, e)), e);
    }
  }

  private static Problem whyNotMade(Path folder, IOException e) {
    Path parent = folder.toAbsolutePath().getParent();
    return e instanceof NoSuchFileException && parent != null && Files.isDirectory(parent)
        ? Problem.of(HistoryProblem.MAKES_NOTHING, parent) // such as /proc
        : FileErrors.ofWriting(e);
  }

  /// Makes an empty file that only its owner can read, unless it is there.
  public static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, permissions(file, "rw-------"));
    } catch (FileAlreadyExistsException _) {
      // As wanted.
    }
  }

  /// Makes an empty file with a name of its own that only its owner can read.
  public static Path temporary(Path folder) throws IOException {
    return Files.createTempFile(folder, "new", ".tmp", permissions(folder, "rw-------"));
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    boolean isPosix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return isPosix && path.getFileSystem().equals(FileSystems.getDefault())
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /// Returns the file with the messages of a folder.
  public static Path database(Path folder) {
    return folder.resolve(DATABASE);
  }

  /// Returns the folder for SQLite's library.
  public static Path nativeLibrary(Path folder) {
    return folder.resolve(NATIVE);
  }

  /// Returns the folder, without symbolic links.
  public Path path() {
    return real;
  }

  /// Returns the file with the messages.
  public Path database() {
    return database(real);
  }

  @Override
  public void close() throws IOException {
    try {
      lockFile.close();
    } finally {
      forget(real);
    }
  }

  private static void forget(Path real) {
    synchronized (OWNED) {
      OWNED.remove(real);
    }
  }
}
