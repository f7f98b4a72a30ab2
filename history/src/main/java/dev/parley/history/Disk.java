package dev.parley.history;

import java.io.File;
import java.nio.file.Path;

/// The disk that a folder is on. Asked by one thread at a time.
interface Disk {
  /// Returns its size in bytes; 0 if it is not known.
  long totalBytes();

  /// Returns how many bytes of it this program may still use; 0 if it is not known.
  long usableBytes();

  /// Returns the one on which a folder is: a single system call for each question.
  static Disk of(Path folder) {
    // Not a FileStore, which is none where the mount point cannot be found, as in some containers.
    File file = folder.toFile();
    return new Disk() {
      @Override
      public long totalBytes() {
        return file.getTotalSpace();
      }

      @Override
      public long usableBytes() {
        return file.getUsableSpace();
      }
    };
  }
}
