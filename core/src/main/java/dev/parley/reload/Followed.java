package dev.parley.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// A list or a pair that a server has from files and that follows them while it runs. It says which
/// files there are and what their content means; [FileWatch] says when a change counts.
///
/// For one server: of two that follow the same one, only one tells of a change.
public interface Followed {
  /// What the files hold.
  FileKind kind();

  /// The file or folder as people name it.
  Path where();

  /// The files to look at now, those that are gone and still count included. Blocks.
  ///
  /// @throws IOException if they cannot be listed; then what they held still counts
  default Collection<Path> files() throws IOException {
    return List.of(where());
  }

  /// The most bytes that one of the files has; of a larger one, [#take] is given one more.
  int maxBytes();

  /// True if nobody but its owner should be able to read this file.
  boolean isSecret(Path file);

  /// Takes what the files hold that have changed, or all when somebody has asked for it. Called on
  /// the thread of the [FileWatch], by one at a time.
  ///
  /// A list that is missing or empty means nobody. One that cannot be read or used counts as it
  /// last did, and is one of the faults until it is repaired.
  ///
  /// @param news by file; its bytes are wiped after the call
  Taken take(Map<Path, FileNews> news);
}
