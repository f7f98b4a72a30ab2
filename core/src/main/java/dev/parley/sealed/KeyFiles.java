package dev.parley.sealed;

import dev.parley.reload.FileKind;
import dev.parley.reload.FileNews;
import dev.parley.reload.Followed;
import dev.parley.reload.Taken;
import dev.parley.reload.Writers;
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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The keys of a server as they lie on disk: all files of a folder whose names end with `.key`, or
/// one file. A server that follows them has its [#ring] follow the files.
///
/// ```java
/// KeyFiles keys = KeyFiles.open(Path.of("keys"));
/// Server.builder().security(Sealed.with(keys.ring(), Aead.AESGCM, "")).follow(keys) …
/// ```
///
/// A file that is gone or empty takes its key with it, and every session that was opened with it
/// ends. A file that cannot be used changes nothing else: what it last held still counts; the same
/// when the folder cannot be read, or other users may write to it. To replace a key without a gap,
/// put the second one of its name beside it, and take the first away later.
public final class KeyFiles implements Followed {
  /// The most key files that a folder may have.
  public static final int MOST_FILES = 10_000;

  private static final String SUFFIX = ".key";

  private final Path where;
  private final boolean isFolder;
  private final int most;
  private final KeyRing ring = KeyRing.of(List.of());

  /// Replaced by each [#take], so that others can read it meanwhile.
  private volatile Map<Path, Held> held = Map.of();

  /// What a file holds, as far as is known.
  ///
  /// @param found the key that is in it, null if there is no usable one
  /// @param fault why there is none, empty if there is
  /// @param key the one that counts, null if it never held a usable one
  /// @param clash why the one that is found does not count, null if it does
  private record Held(
      @Nullable NamedKey found, String fault, @Nullable NamedKey key, @Nullable String clash) {
    static Held of(byte[] content, @Nullable NamedKey before) {
      try {
        return new Held(NamedKey.ofFileContent(content), "", before, null);
      } catch (IllegalArgumentException e) {
        return new Held(null, String.valueOf(e.getMessage()), before, null);
      }
    }
  }

  private KeyFiles(Path where, boolean isFolder, int most) {
    this.where = where;
    this.isFolder = isFolder;
    this.most = most;
  }

  /// Reads the keys. Blocks for as long as the disk does.
  ///
  /// @param where a folder or a file
  /// @throws IOException if a file cannot be used, or there is none; the message is a sentence for
  ///   people that names the file and the line, never what is in it
  public static KeyFiles open(Path where) throws IOException {
    return open(where, MOST_FILES);
  }

  /// As [#open(Path)], with another [#MOST_FILES].
  static KeyFiles open(Path where, int most) throws IOException {
    KeyFiles keys = new KeyFiles(where, Files.isDirectory(where), most);
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
      throw new IOException("cannot read " + where + ": " + FileNews.why(e), e);
    }
    if (news.isEmpty()) {
      throw new IOException(where + " holds no keys, files whose names end with " + SUFFIX);
    }
    for (Map.Entry<Path, FileNews> one : news.entrySet()) {
      if (one.getValue() instanceof FileNews.Missing) {
        throw new IOException("cannot read " + one.getKey() + ": there is no such file or folder");
      }
      if (one.getValue() instanceof FileNews.Empty) {
        throw new IOException(one.getKey() + " cannot be used: it is empty");
      }
    }
    for (Map.Entry<Path, String> fault : take(news).faults().entrySet()) {
      throw new IOException(fault.getKey() + " cannot be used: " + fault.getValue());
    }
  }

  /// The keys; the same ring for as long as this lives.
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
    String writers = Writers.ofList(where);
    if (writers != null) {
      throw new IOException(writers);
    }
    Set<Path> all = new TreeSet<>();
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(where, KeyFiles::isKeyFile)) {
      for (Path file : listed) {
        if (all.size() == most) {
          throw new IOException("it holds more than " + most + " key files");
        }
        all.add(file);
      }
    } catch (NoSuchFileException e) {
      // A folder that is gone is one without keys.
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
        case FileNews.Unreadable(String why) -> now.put(file, new Held(null, why, last, null));
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
    Map<Path, String> faults = new LinkedHashMap<>();
    sorted.forEach((file, one) -> {
      String clash = one.clash();
      if (one.found() == null) {
        faults.put(file, one.fault());
      } else if (clash != null) {
        faults.put(file, clash);
      }
    });
    return new Taken(without(after, before), without(before, after), after.size(), faults);
  }

  /// Which keys count, those that did before first, so that a new file never takes the place of an
  /// old one.
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

  /// The keys that fit into one ring.
  private static final class Choice {
    final Map<Path, Held> all = new LinkedHashMap<>();
    private final Map<String, Map<Path, NamedKey>> byName = new HashMap<>();

    void add(Path file, Held one) {
      NamedKey found = one.found();
      NamedKey last = one.key();
      String clash = found == null ? null : clash(found);
      NamedKey key =
          found != null && clash == null
              ? found
              : last != null && clash(last) == null ? last : null;
      all.put(file, new Held(found, one.fault(), key, clash));
      if (key != null) {
        byName.computeIfAbsent(key.name(), _ -> new HashMap<>()).put(file, key);
      }
    }

    /// Why a ring with the others cannot take this key too; null if it can.
    private @Nullable String clash(NamedKey key) {
      Map<Path, NamedKey> others = byName.getOrDefault(key.name(), Map.of());
      for (Map.Entry<Path, NamedKey> other : others.entrySet()) {
        if (other.getValue().id().equals(key.id())) {
          return "the key " + key + " is in " + other.getKey() + " already";
        }
      }
      return others.size() < KeyRing.MOST_PER_NAME
          ? null
          : "there are "
              + others.size()
              + " other keys of the name "
              + key.name()
              + ", and no more may be";
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

  /// How many keys, never which.
  @Override
  public String toString() {
    return "KeyFiles[" + ring.size() + "]";
  }
}
