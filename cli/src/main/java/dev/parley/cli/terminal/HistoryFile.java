package dev.parley.cli.terminal;

import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import dev.parley.reload.FilePermissions;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The lines typed at the prompt in earlier conversations: `$XDG_STATE_HOME/parley/history`, or
/// `~/.local/state/parley/history` (XDG Base Directory Specification 0.8). File and folder are
/// accessible to their owner alone, since people may type secrets; neither may be a symbolic link.
///
/// ```
///   a line, UTF-8, with \\ for a backslash, \n and \r for line ends within it, then LF
/// ```
///
/// Confined to one thread at a time. Several processes may append to one file.
public final class HistoryFile {
  /// A file larger than this is cut to its newer half when it is opened.
  static final int MAX_BYTES = 1 << 20;

  private static final String FILE_MODE = "rw-------";
  private static final String DIRECTORY_MODE = "rwx------";

  private final Path file;

  private HistoryFile(Path file) {
    this.file = file;
  }

  /// Returns the file's path; null if there is neither a state folder nor a home. Ignores relative
  /// paths, as the specification requires.
  ///
  /// @param userHome the user's home according to the system, for when `HOME` is not set
  public static @Nullable Path place(Map<String, String> environment, String userHome) {
    Path base = absolute(environment.get("XDG_STATE_HOME"));
    if (base == null) {
      Path home = absolute(environment.get("HOME"));
      home = home == null ? absolute(userHome) : home;
      base = home == null ? null : home.resolve(".local").resolve("state");
    }
    return base == null ? null : base.resolve("parley").resolve("history");
  }

  private static @Nullable Path absolute(@Nullable String path) {
    try {
      return path != null && Path.of(path).isAbsolute() ? Path.of(path) : null;
    } catch (InvalidPathException e) {
      return null; // the locale lacks its characters
    }
  }

  /// Opens the file. Creates it and its folders if they are missing, and makes it private.
  ///
  /// @throws IOException if that is impossible, with the file's name and the reason
  public static HistoryFile open(Path file) throws IOException {
    Path folder = folder(file);
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (isPosix) {
      var mode = PosixFilePermissions.fromString(DIRECTORY_MODE);
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
    } else {
      Files.createDirectories(folder);
    }
    check(
        folder,
        Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS),
        "io.terminal.history-is-no-folder");
    var mode = PosixFilePermissions.fromString(FILE_MODE);
    try {
      Files.createFile(file, FilePermissions.attributes(file, mode));
    } catch (FileAlreadyExistsException _) {
      check(
          file,
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS),
          "io.terminal.history-is-no-file");
    }
    if (isPosix) {
      view(folder).setPermissions(PosixFilePermissions.fromString(DIRECTORY_MODE));
      view(file).setPermissions(mode);
    }
    HistoryFile history = new HistoryFile(file);
    history.cut();
    return history;
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.getParent(), "no folder");
  }

  private static void check(Path path, boolean isSo, String refusal) throws IOException {
    if (!isSo) {
      String key = Files.isSymbolicLink(path) ? "io.terminal.history-is-link" : refusal;
      throw new FileSystemException(path.toString(), null, Texts.text(key));
    }
  }

  private static PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// Returns the lines, oldest first. Bytes that are not UTF-8 become U+FFFD.
  List<String> lines() throws IOException {
    return new String(content(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isEmpty())
        .map(HistoryFile::unescaped)
        .toList();
  }

  private byte[] content() throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(2 * MAX_BYTES);
    }
  }

  /// Adds a line.
  void append(String line) throws IOException {
    byte[] bytes = (escaped(line) + "\n").getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_BYTES) {
      write(
          file,
          bytes,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND,
          LinkOption.NOFOLLOW_LINKS);
    }
  }

  /// Drops the older half of a file that has grown too large.
  private void cut() throws IOException {
    long size = Files.size(file);
    if (size <= MAX_BYTES) {
      return;
    }
    byte[] kept;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      in.skipNBytes(size - MAX_BYTES / 2);
      kept = in.readNBytes(MAX_BYTES);
    }
    int start = 0;
    while (start < kept.length && kept[start++] != '\n') {}
    Path fresh =
        Files.createTempFile(
            folder(file),
            "history",
            ".new",
            FilePermissions.attributes(file, PosixFilePermissions.fromString(FILE_MODE)));
    try {
      write(fresh, Arrays.copyOfRange(kept, start, kept.length), StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(Path file, byte[] bytes, OpenOption... how) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, how)) {
      out.write(bytes);
    }
  }

  private static String escaped(String line) {
    return line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescaped(String line) {
    StringBuilder text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        c = line.charAt(i);
        c = c == 'n' ? '\n' : c == 'r' ? '\r' : c;
      }
      text.append(c);
    }
    return text.toString();
  }

  /// Returns the sentence for the user when the file cannot be used.
  public static Problem notKept(IOException e) {
    String why =
        switch (e) {
          case AccessDeniedException denied ->
              Texts.text("io.terminal.history-forbidden", name(denied));
          case NoSuchFileException gone -> Texts.text("io.terminal.history-gone", name(gone));
          case FileSystemException other ->
              Texts.text(
                  "io.terminal.history-failed", name(other), String.valueOf(other.getReason()));
          default -> ProblemTexts.sentence(e);
        };
    return Texts.problem("io.terminal.history-lost", Printable.line(why));
  }

  private static String name(FileSystemException e) {
    return String.valueOf(e.getFile());
  }
}
