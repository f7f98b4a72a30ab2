package dev.parley.reload;

import dev.parley.problem.Problem;
import java.nio.file.Path;

/// A listener for changes of followed files. Called on the thread of the [FileWatch], and on the
/// one that starts it.
public interface FileListener {
  /// The effective content has changed; or a reload was requested and it is unchanged, then both
  /// lists of `taken` are empty.
  void changed(FileKind kind, Path where, Taken taken);

  /// A file cannot be used, so its last good content stays in effect. Once for each cause, and
  /// again at each requested reload.
  void kept(FileKind kind, Path file, Problem why);

  /// A file that could not be used is usable again, or was removed.
  void repaired(FileKind kind, Path file);

  /// Users other than the owner can read a secret file.
  void exposed(FileKind kind, Path file);

  /// A [Followed] threw: a defect or a lack of memory. Must not throw.
  void failed(Throwable cause);
}
