package dev.parley.cli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Follows symbolic links.
public final class SymbolicLinks {
  /// Maximum number of links that the system follows, path_resolution(7).
  private static final int MOST = 40;

  private SymbolicLinks() {}

  /// Returns the file and then the target of each link, as absolute paths. The last need not exist.
  public static List<Path> way(Path file) throws IOException {
    Path at = file.toAbsolutePath();
    List<Path> way = new ArrayList<>(List.of(at));
    while (Files.isSymbolicLink(at) && way.size() <= MOST) {
      at = at.resolveSibling(Files.readSymbolicLink(at));
      way.add(at);
    }
    return way;
  }
}
