package dev.parley.sealed;

import dev.parley.problem.FileProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.reload.FileErrors;
import dev.parley.reload.FileKind;
import dev.parley.reload.FileNews;
import dev.parley.reload.Followed;
import dev.parley.reload.Taken;
import dev.parley.reload.Writers;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A server's key files: all files of a folder whose names end with `.key`, or a single file. A
/// server that follows them updates [#ring] when the files change.
///
/// ```java
/// KeyFiles keys = KeyFiles.open(Path.of("keys"));
/// Server.builder().security(Sealed.with(keys.ring(), Aead.AESGCM, "")).follow(keys) …
/// ```
///
/// If a file is deleted or emptied, its key is removed and every session opened with it ends. A
/// file that cannot be used changes nothing: its last good key stays valid. The same holds if the
/// folder cannot be read, or other users may write to it. To replace a key without an interruption,
/// add the second key of the same name, and remove the first later.
public final class KeyFiles implements Followed {
  /// The maximum number of key files in a folder.
  public static final int MAX_FILES = 10_000;

  private static final String SUFFIX = ".key";

  private final Path where;
  private final boolean isFolder;
  private final int most;
  private final KeyRing ring = KeyRing.of(List.of());

  /// Replaced as a whole by each [#take], so that other threads can read it meanwhile.
  private volatile Map<Path, Held> held = Map.of();

  /// The known state of one file.
  ///
  /// @param found the key in the file, null if there is no usable one
  /// @param fault why there is none, null if there is one
  /// @param key the effective key, null if the file never held a usable one
  /// @param clash why the found key is not effective, null if it is
  private record Held(
      @Nullable NamedKey found,
      @Nullable Problem fault,
      @Nullable NamedKey key,
      @Nullable Problem clash) {
    static Held of(byte[] content, @Nullable NamedKey before) {
      try {
        return new Held(NamedKey.ofFileContent(content), null, before, null);
      } catch (InvalidValueException e) {
        return new Held(null, e.problem(), before, null);
      }
    }
  }

  private KeyFiles(Path where, boolean isFolder, int most) {
    this.where = where;
    this.isFolder = isFolder;
    this.most = most;
  }

  /// Reads the keys. Blocks on disk I/O.
  ///
  /// @param where a folder or a file
  /// @throws IOException if a file cannot be used, or there is none; the message is a sentence for
  ///   the user that names the file and the line, never their content
  public static KeyFiles open(Path where) throws IOException {
    return open(where, MAX_FILES);
  }

  /// Like [#open(Path)], with another limit than [#MAX_FILES].
  static KeyFiles open(Path where, int most) throws IOException {
    KeyFiles keys =
        new KeyFiles(Objects.requireNonNull(where, "where"), Files.isDirectory(where), most);
    keys.readFirst();
    return keys;
  }

  private void readFirst() throws IOException {
    Map<Path, FileNews> news = new LinkedHashMap<>();
    try {
      for (Path file : files()) {
        news.put(file, FileNews.read(file, maxBytes()));
      }
    } catch (IOException e) {
      throw new ProblemIOException(
          Problem.of(FileProblem.CANNOT_READ, shown(where), FileErrors.ofReadingAny(e)), e);
    }
    if (news.isEmpty()) {
      throw new ProblemIOException(KeyProblem.NO_KEYS, shown(where), SUFFIX);
    }
    for (Map.Entry<Path, FileNews> one : news.entrySet()) {
      if (one.getValue() instanceof FileNews.Missing) {
        throw new ProblemIOException(
            FileProblem.CANNOT_READ,
            shown(one.getKey()),
            Problem.of(FileProblem.NO_SUCH_FILE_OR_FOLDER));
      }
      if (one.getValue() instanceof FileNews.Empty) {
        throw new ProblemIOException(
            FileProblem.CANNOT_USE, shown(one.getKey()), Problem.of(FileProblem.EMPTY));
      }
    }
    for (Map.Entry<Path, Problem> fault : take(news).faults().entrySet()) {
      throw new ProblemIOException(FileProblem.CANNOT_USE, shown(fault.getKey()), fault.getValue());
    }
  }

  private static String shown(Path file) {
    return Printable.line(file.toString());
  }

  /// Returns the keys; the same ring for the lifetime of this object.
  public KeyRing ring() {
    return ring;
  }

  @Override
  public FileKind kind() {
    return FileKind.KEYS;
  }

  @Override
  public Path where() {
    return where;
  }

  @Override
  public int maxBytes() {
    return NamedKey.MAX_FILE_BYTES;
  }

  @Override
  public boolean isSecret(Path file) {
    return true;
  }

  @Override
  public Collection<Path> files() throws IOException {
    if (!isFolder) {
      return List.of(where);
    }
    Problem writers = Writers.ofList(where);
    if (writers != null) {
      throw new ProblemIOException(writers, null);
    }
    Set<Path> all = new TreeSet<>();
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(where, KeyFiles::isKeyFile)) {
      for (Path file : listed) {
        if (all.size() == most) {
          throw new ProblemIOException(KeyProblem.TOO_MANY_FILES, most);
        }
        all.add(file);
      }
    } catch (NoSuchFileException e) {
      // A missing folder is one without keys.
    }
    all.addAll(held.keySet());
    return all;
  }

  private static boolean isKeyFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) && !name.startsWith(".");
  }

  @Override
  public Taken take(Map<Path, FileNews> news) {
    Map<Path, Held> now = new LinkedHashMap<>(held);
    news.forEach((file, one) -> {
      Held before = now.get(file);
      NamedKey last = before == null ? null : before.key();
      switch (one) {
        case FileNews.Content(byte[] bytes) -> now.put(file, Held.of(bytes, last));
        case FileNews.Unreadable(Problem why) -> now.put(file, new Held(null, why, last, null));
        case FileNews.Empty _, FileNews.Missing _ -> now.remove(file);
      }
    });
    Map<Path, Held> sorted = sorted(now);
    Set<NamedKey> before = keysOf(held.values());
    Set<NamedKey> after = keysOf(sorted.values());
    held = sorted;
    if (!before.equals(after)) {
      ring.replace(after);
    }
    Map<Path, Problem> faults = new LinkedHashMap<>();
    sorted.forEach((file, one) -> {
      Problem fault = one.fault();
      Problem clash = one.clash();
      if (fault != null) {
        faults.put(file, fault);
      } else if (clash != null) {
        faults.put(file, clash);
      }
    });
    return new Taken(without(after, before), without(before, after), after.size(), faults);
  }

  /// Decides which keys are effective. Files that already have an effective key come first, so that
  /// a new file never displaces an old one.
  private static Map<Path, Held> sorted(Map<Path, Held> all) {
    List<Path> order = new ArrayList<>(all.keySet());
    order.sort(
        Comparator.comparing((Path file) -> {
          Held one = all.get(file);
          return one == null || one.key() == null;
        }));
    Choice choice = new Choice();
    for (Path file : order) {
      Held one = all.get(file);
      if (one != null) {
        choice.add(file, one);
      }
    }
    return choice.all;
  }

  /// Collects the keys that fit together into one ring.
  private static final class Choice {
    final Map<Path, Held> all = new LinkedHashMap<>();
    private final Map<String, Map<Path, NamedKey>> byName = new HashMap<>();

    void add(Path file, Held one) {
      NamedKey found = one.found();
      NamedKey last = one.key();
      Problem clash = found == null ? null : clash(found);
      NamedKey key =
          found != null && clash == null
              ? found
              : last != null && clash(last) == null ? last : null;
      all.put(file, new Held(found, one.fault(), key, clash));
      if (key != null) {
        byName.computeIfAbsent(key.name(), _ -> new HashMap<>()).put(file, key);
      }
    }

    /// Returns why this key cannot join the keys chosen so far; null if it can.
    private @Nullable Problem clash(NamedKey key) {
      Map<Path, NamedKey> others = byName.getOrDefault(key.name(), Map.of());
      for (Map.Entry<Path, NamedKey> other : others.entrySet()) {
        if (other.getValue().id().equals(key.id())) {
          return Problem.of(KeyProblem.IN_ANOTHER_FILE, key.toString(), shown(other.getKey()));
        }
      }
      return others.size() < KeyRing.MAX_PER_NAME
          ? null
          : Problem.of(KeyProblem.NO_ROOM_FOR_A_NAME, others.size(), key.name());
    }
  }

  private static Set<NamedKey> keysOf(Collection<Held> all) {
    Set<NamedKey> keys = new HashSet<>();
    for (Held one : all) {
      if (one.key() != null) {
        keys.add(one.key());
      }
    }
    return keys;
  }

  private static List<String> without(Set<NamedKey> keys, Set<NamedKey> others) {
    return keys.stream()
        .filter(key -> !others.contains(key))
        .map(NamedKey::toString)
        .sorted()
        .toList();
  }

  /// Prints the number of keys, never which.
  @Override
  public String toString() {
    return "KeyFiles[" + ring.size() + "]";
  }
}
