package dev.parley.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// A list or a pair that a server loads from files and follows while it runs. It names the files
/// and interprets their content; [FileWatch] decides when a change takes effect.
///
/// For one server only: if two servers follow the same one, only one of them reports a change.
public interface Followed {
  /// Returns the kind of content.
  FileKind kind();

  /// Returns the file or folder, as shown to people.
  Path where();

  /// Returns the files to check now, including missing ones whose content is still in effect.
  /// Blocks.
  ///
  /// @throws IOException if they cannot be listed; then their last content stays in effect
  default Collection<Path> files() throws IOException {
    return List.of(where());
  }

  /// Returns the maximum size of each file; of a larger one, [#take] gets one byte more.
  int maxBytes();

  /// True if only its owner should be able to read this file.
  boolean isSecret(Path file);

  /// Takes the content of the files that have changed, or of all if a reload was requested. Called
  /// on the thread of the [FileWatch], or the one that starts it; never concurrently.
  ///
  /// A missing or empty list admits nobody. One that cannot be read or used keeps its last content
  /// in effect, and is reported as a fault until it is repaired.
  ///
  /// @param news by file; its bytes are wiped after the call
  Taken take(Map<Path, FileNews> news);
}
