package dev.parley.history.internal.store;

import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.reload.Writers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library, which a process loads once.
///
/// The driver by itself unpacks it at each start into the folder for temporary files, where it
/// stays after a kill, and where it cannot be loaded if that is mounted `noexec`. Here it is
/// unpacked once, beside the messages. The system property `org.sqlite.lib.path` names a folder
/// that has it already.
///
/// What is loaded runs as the user of this process. So a folder that untrusted users can change, or
/// replace ([Writers]), is neither written to nor loaded from, even if what lies there is right: it
/// could be another file by the time it is loaded. The library is unpacked to a private folder
/// among the temporary files then, each time.
final class NativeLibrary {
  private static final String FOLDER = "org.sqlite.lib.path";
  private static final String TEMPORARY = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /// Loads the library, unless it is loaded.
  ///
  /// @param cache where to unpack it, so that it is there for the next start; if it is not trusted,
  ///   as [#loadOnce]
  static synchronized void load(Path cache) throws IOException {
    if (System.getProperty(FOLDER) == null && makeIfTrusted(cache)) {
      unpack(cache);
      initialize();
    } else {
      loadOnce();
    }
  }

  /// Returns whether a folder is trusted, and makes it if its place is and it is not there.
  private static boolean makeIfTrusted(Path cache) throws IOException {
    if (Writers.ofPlace(cache) != null) {
      return false;
    }
    DataFolder.create(cache);
    return Writers.ofList(cache) == null;
  }

  /// Loads the library, unless it is loaded, for somebody who only reads: from `cache` if it is
  /// there, else as [#loadOnce].
  static synchronized void loadToRead(Path cache) throws IOException {
    if (Files.isRegularFile(cache.resolve(LibraryLoaderUtil.getNativeLibName()))
        && Files.isWritable(cache)) {
      load(cache);
    } else {
      loadOnce();
    }
  }

  /// Loads the library, unless it is loaded, and leaves nothing: it is unpacked among the temporary
  /// files, and removed at once.
  static synchronized void loadOnce() throws IOException {
    if (System.getProperty(FOLDER) != null) {
      initialize();
      return;
    }
    Path passing = Files.createTempDirectory("parley-sqlite"); // for its owner alone
    try {
      unpack(passing);
      initialize();
    } catch (IOException e) {
      System.clearProperty(FOLDER); // or the next attempt would look in a folder that is gone
      System.clearProperty(TEMPORARY);
      throw e;
    } finally {
      remove(passing);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        delete(file);
      }
    }
    delete(folder);
  }

  /// A system that deletes no library while it is loaded does so at the end.
  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException _) {
      file.toFile().deleteOnExit();
    }
  }

  private static void initialize() throws IOException {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      throw new ProblemIOException(
          Problem.of(
              HistoryProblem.NO_NATIVE_LIBRARY,
              String.valueOf(System.getProperty(FOLDER)),
              String.valueOf(e.getMessage())),
          e);
    }
  }

  private static void unpack(Path cache) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        return; // The driver looks in java.library.path.
      }
      byte[] library = packed.readAllBytes();
      Path file = cache.resolve(name);
      if (!Files.isRegularFile(file) || Writers.of(file) != null || !isSame(file, library)) {
        // Renamed into its place, so that two starts never load half a library.
        Path whole = DataFolder.temporary(cache);
        Files.write(whole, library);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      }
      System.setProperty(FOLDER, cache.toAbsolutePath().toString());
      System.setProperty(TEMPORARY, cache.toAbsolutePath().toString());
    }
  }

  private static boolean isSame(Path file, byte[] library) throws IOException {
    return Files.size(file) == library.length && Arrays.equals(Files.readAllBytes(file), library);
  }
}
