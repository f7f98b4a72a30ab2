package dev.parley.history;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// The disk that a folder is on. Asked by one thread at a time.
interface Disk {
  /// Returns its size in bytes; 0 if it is not known.
  long totalBytes() throws IOException;

  /// Returns how many bytes of it this program may still use.
  long usableBytes() throws IOException;

  /// Returns the one on which a folder is: a single system call for each question.
  static Disk of(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return new Disk() {
      @Override
      public long totalBytes() throws IOException {
        return store.getTotalSpace();
      }

      @Override
      public long usableBytes() throws IOException {
        return store.getUsableSpace();
      }
    };
  }
}
