package dev.parley.reload;

import java.nio.file.Path;

/// Is told what became of followed files. Called on the thread of the [FileWatch], and on the one
/// that starts it.
public interface FileListener {
  /// What counts now differs, or somebody has asked and it is the same; then both lists of `taken`
  /// are empty.
  void changed(FileKind kind, Path where, Taken taken);

  /// A file cannot be used, and what it last held still counts. Once for each cause.
  void kept(FileKind kind, Path file, String why);

  /// A file that could not be used can be, or is gone.
  void repaired(FileKind kind, Path file);

  /// Others than its owner may read a secret file.
  void exposed(FileKind kind, Path file);

  /// A [Followed] failed, which is a defect or a lack of memory. Throws nothing.
  void failed(Throwable cause);
}
