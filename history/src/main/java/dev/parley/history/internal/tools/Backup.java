package dev.parley.history.internal.tools;

import dev.parley.history.internal.store.DataFolder;
import dev.parley.history.internal.store.Database;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Copies the messages into one file, as they are at one moment, while a server may be writing.
public final class Backup {
  private Backup() {}

  /// Copies what `source` reads. The file is there, whole and on the disk, or not at all.
  public static void write(Database source, Path file) throws IOException, SQLException {
    if (Files.exists(file)) {
      throw new ProblemIOException(HistoryProblem.TARGET_EXISTS, file);
    }
    Path folder = file.toAbsolutePath().resolveSibling("");
    Path whole = DataFolder.temporary(folder);
    try {
      try (PreparedStatement copy = source.prepare("VACUUM INTO ?")) {
        copy.setString(1, "file:" + whole.toUri().getRawPath());
        copy.execute();
      }
      sync(whole);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(folder);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// The name of a new file is on the disk when its folder is. Not every system can do that.
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Such as Windows, which writes names at once.
    }
  }
}
