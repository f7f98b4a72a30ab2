package dev.parley.cli.chat;

import dev.parley.reload.FilePermissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tokens by which servers know this person again under a name that no login has proven, in a
/// file that is accessible to its owner alone:
///
/// ```
///   tcp://127.0.0.1:9000 TAB ada TAB the token       a line for each server and name, newest last
/// ```
///
/// A file that cannot be read or written costs the name at the next start, and nothing else.
final class RoomTokens {
  /// The most lines that are kept.
  private static final int MAX_LINES = 100;

  /// A larger file is none of ours.
  private static final int MAX_BYTES = 1 << 16;

  private final Path file;

  RoomTokens(Path file) {
    this.file = file;
  }

  /// Returns the token for a server and a name.
  ///
  /// @param name null for the latest name
  @Nullable String find(String server, @Nullable String name) {
    try {
      return lines().reversed().stream()
          .map(line -> line.split("\t", -1))
          .filter(parts -> parts.length == 3 && parts[0].equals(server))
          .filter(parts -> name == null || parts[1].equalsIgnoreCase(name))
          .map(parts -> parts[2])
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  private List<String> lines() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
      return List.of();
    }
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /// Keeps a token. The folder is there, with the history.
  void keep(String server, String name, String token) throws IOException {
    if (!isPlain(server) || !isPlain(name) || !isPlain(token)) {
      return;
    }
    List<String> lines = new ArrayList<>(lines());
    String start = server + "\t" + name + "\t";
    lines.removeIf(line -> line.startsWith(start));
    lines.add(start + token);
    List<String> kept = lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
    Path folder = file.getParent();
    if (folder == null) {
      return;
    }
    var privately = PosixFilePermissions.fromString("rwx------");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, FilePermissions.attributes(folder.getRoot(), privately));
    }
    Path fresh =
        Files.createTempFile(
            folder,
            "rooms",
            ".new",
            FilePermissions.attributes(file, PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(
          fresh, String.join("\n", kept) + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static boolean isPlain(String text) {
    return text.codePoints().noneMatch(Character::isISOControl);
  }
}
