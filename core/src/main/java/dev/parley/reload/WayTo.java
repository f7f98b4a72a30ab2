package dev.parley.reload;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The path that the system resolves to reach a file, step by step, over all symbolic links.
///
/// ```
///   /a/keys ─▶ ../m/dir        folders:  /  /a  /m  /etc
///   /m/dir  ─▶ /etc/now        links:    /a/keys  /m/dir
///                              end:      /etc/now
/// ```
///
/// @param folders each folder that a step is in, itself without links
/// @param links those that were followed, each in its real folder
/// @param end the resolved file; it need not exist
record WayTo(Set<Path> folders, List<Path> links, Path end) {
  /// The same limit as in Linux.
  private static final int MAX_LINKS = 40;

  /// Resolves the path.
  ///
  /// @throws FileSystemLoopException if there are too many links
  /// @throws IOException if one cannot be read
  static WayTo of(Path file) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    List<Path> links = new ArrayList<>();
    Deque<Path> steps = new ArrayDeque<>();
    Path start = file.toAbsolutePath();
    Path at = start.getRoot();
    putFirst(start, steps);
    while (!steps.isEmpty()) {
      Path step = steps.removeFirst();
      Path above = at.getParent();
      if (step.toString().equals("..")) {
        at = above == null ? at : above; // links are resolved already
        continue;
      }
      folders.add(at);
      Path next = at.resolve(step).normalize(); // removes a "."
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      links.add(next);
      if (links.size() > MAX_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      Path target = Files.readSymbolicLink(next);
      at = target.isAbsolute() ? target.getRoot() : at;
      putFirst(target, steps);
    }
    return new WayTo(folders, links, at);
  }

  private static void putFirst(Path path, Deque<Path> steps) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      steps.addFirst(path.getName(i));
    }
  }
}
