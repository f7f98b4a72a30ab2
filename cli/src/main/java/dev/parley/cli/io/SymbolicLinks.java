package dev.parley.cli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a name leads over symbolic links.
public final class SymbolicLinks {
  /// The system follows so many, path_resolution(7).
  private static final int MOST = 40;

  private SymbolicLinks() {}

  /// The name, and then what each link leads to, as absolute paths. The last need not be there.
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
