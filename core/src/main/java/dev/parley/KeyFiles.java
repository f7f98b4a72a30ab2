package dev.parley;

import dev.parley.limit.Clock;
import dev.parley.secure.KeyRing;
import dev.parley.secure.NamedKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The keys of a server as they lie on disk: all files of a folder whose names end with `.key`, or
/// one file. They are read again when they change, and the [#ring] follows.
///
/// ```java
/// try (KeyFiles keys = KeyFiles.open(Path.of("keys"), events);
///     Server server = Server.builder().security(Security.sealed(keys.ring(), Aead.AESGCM, ""))…
/// ```
///
/// ```
///   a look each 0.2 s ─▶ changed, and the same twice? ─▶ read what changed ─▶ KeyRing.replace ─▶ KeysChanged
/// ```
///
/// A file that is gone takes its key with it, and every session that was opened with it ends within
/// a second. A file that cannot be used changes nothing else: what it last held still counts, and
/// [Event.KeyRefused] says why; the same when the folder cannot be read. To replace a key without a
/// gap, put the second one of its name beside it, and take the first away later.
///
/// Looks instead of being told by the system, which does not tell of folders that come over a
/// network or of links; and no oftener than leaves it a twentieth of a processor. Has one thread,
/// `parley-keys`, a daemon. Safe for any thread.
public final class KeyFiles implements AutoCloseable {
  /// The most key files that a folder may have.
  public static final int MOST_FILES = 10_000;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /// A look that takes long is followed by a pause of so many times that.
  private static final int PAUSE_PER_LOOK = 20;

  /// What a file holds, as far as is known.
  ///
  /// @param key null if it never held a usable one
  /// @param fault why it cannot be used now, null if it can
  private record Held(KeyLook.Mark mark, @Nullable NamedKey key, @Nullable String fault) {}

  private final Path where;
  private final boolean isFolder;
  private final Clock clock;
  private final Consumer<Event> events;
  private final KeyRing ring = KeyRing.of(List.of());
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();

  // Under the lock.
  private boolean isAsked;
  private boolean isClosed;

  // Touched by whoever opens, and then by the thread alone.
  private Map<Path, Held> held = new HashMap<>();
  private KeyLook taken;

  private KeyFiles(Path where, boolean isFolder, Clock clock, Consumer<Event> events) {
    this.where = where;
    this.isFolder = isFolder;
    this.clock = clock;
    this.events = events;
    this.taken = look();
  }

  /// Reads the keys and goes on watching them. Blocks for as long as the disk does.
  ///
  /// @param where a folder or a file
  /// @param events told what changes, on the thread `parley-keys`
  /// @throws IOException if a file cannot be used, or there is none; the message is a sentence for
  ///   people that names the file and the line, never what is in it
  public static KeyFiles open(Path where, Consumer<Event> events) throws IOException {
    KeyFiles files = new KeyFiles(where, Files.isDirectory(where), Clock.system(), events);
    files.readFirst();
    Thread.ofPlatform().daemon().name("parley-keys").start(files::watch);
    return files;
  }

  /// The keys; the same ring for as long as this lives.
  public KeyRing ring() {
    return ring;
  }

  /// Has all files read anew, changed or not. Returns at once; [Event.KeysChanged] tells when it is
  /// done, whether or not anything has changed.
  public void reload() {
    lock.lock();
    try {
      isAsked = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Looks no more. The ring stays as it is.
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private KeyLook look() {
    return isFolder ? KeyLook.atFolder(where, MOST_FILES) : KeyLook.atFile(where);
  }

  private void readFirst() throws IOException {
    if (taken.trouble() != null) {
      throw new IOException("cannot read " + where + ": " + taken.trouble());
    }
    if (taken.files().isEmpty()) {
      throw new IOException(
          isFolder
              ? where + " holds no keys, files whose names end with .key"
              : "cannot read " + where + ": there is no such file or folder");
    }
    Map<Path, Held> all = readAll(taken, true);
    for (Map.Entry<Path, Held> one : all.entrySet()) {
      if (one.getValue().fault() != null) {
        throw new IOException(one.getKey() + " cannot be used: " + one.getValue().fault());
      }
    }
    tellOf(all, true);
    held = all;
    ring.replace(keysOf(all.values()));
  }

  // The thread.

  private void watch() {
    KeyLook seen = taken;
    long pause = LOOK_NANOS;
    while (true) {
      Wake wake = await(pause);
      if (wake == Wake.CLOSED) {
        return;
      }
      boolean isForced = wake == Wake.ASKED;
      long begun = clock.nanos();
      try {
        KeyLook now = look();
        // Whoever copies a file has it there half for a moment.
        if (isForced || (!now.equals(taken) && now.equals(seen))) {
          take(now, isForced);
        }
        seen = now;
      } catch (RuntimeException e) {
        emit(new Event.Defect(e));
      }
      pause = Math.max(LOOK_NANOS, PAUSE_PER_LOOK * (clock.nanos() - begun));
    }
  }

  private enum Wake {
    TIME,
    ASKED,
    CLOSED
  }

  private Wake await(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!isAsked && !isClosed && left > 0) {
        left = woken.awaitNanos(left);
      }
      Wake wake = isClosed ? Wake.CLOSED : isAsked ? Wake.ASKED : Wake.TIME;
      isAsked = false;
      return wake;
    } catch (InterruptedException e) {
      return Wake.CLOSED; // nobody but the runtime can mean this thread
    } finally {
      lock.unlock();
    }
  }

  private void take(KeyLook now, boolean isForced) {
    taken = now;
    if (now.trouble() != null) {
      emit(new Event.KeyRefused(where, now.trouble()));
      return;
    }
    Map<Path, Held> all = readAll(now, isForced);
    tellOf(all, isForced);
    Set<NamedKey> before = keysOf(held.values());
    Set<NamedKey> after = keysOf(all.values());
    held = all;
    if (!isForced && before.equals(after)) {
      return;
    }
    ring.replace(after);
    emit(
        new Event.KeysChanged(where, without(after, before), without(before, after), after.size()));
  }

  /// What the files hold now, those that were known before first, so that a new file never takes
  /// the place of an old one.
  private Map<Path, Held> readAll(KeyLook now, boolean isForced) {
    List<Path> order = new ArrayList<>(now.files().keySet());
    order.sort(Comparator.comparing((Path file) -> !held.containsKey(file)));
    Reading reading = new Reading();
    for (Path file : order) {
      KeyLook.Mark mark = now.files().get(file);
      if (mark != null) {
        reading.take(file, mark, held.get(file), isForced);
      }
    }
    return reading.all;
  }

  /// What the files hold, as far as they are read.
  private static final class Reading {
    final Map<Path, Held> all = new LinkedHashMap<>();
    private final Map<String, List<Path>> byName = new HashMap<>();

    void take(Path file, KeyLook.Mark mark, @Nullable Held before, boolean isForced) {
      Held now = held(file, mark, before, isForced);
      all.put(file, now);
      if (now.key() != null) {
        byName.computeIfAbsent(now.key().name(), _ -> new ArrayList<>()).add(file);
      }
    }

    private Held held(Path file, KeyLook.Mark mark, @Nullable Held before, boolean isForced) {
      NamedKey last = before == null ? null : before.key();
      String fault;
      try {
        boolean isKnown =
            before != null && before.fault() == null && before.mark().equals(mark) && !isForced;
        NamedKey key = isKnown && last != null ? last : read(file, mark);
        fault = clash(key);
        if (fault == null) {
          return new Held(mark, key, null);
        }
      } catch (IOException e) {
        fault = KeyLook.why(e);
      } catch (IllegalArgumentException e) {
        fault = String.valueOf(e.getMessage());
      }
      return new Held(mark, last != null && clash(last) == null ? last : null, fault);
    }

    /// Why a ring with the others cannot take this key too; null if it can.
    private @Nullable String clash(NamedKey key) {
      List<Path> others = byName.getOrDefault(key.name(), List.of());
      for (Path other : others) {
        Held there = all.get(other);
        if (there != null && there.key() != null && there.key().id().equals(key.id())) {
          return "the key " + key + " is in " + other + " already";
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

  private static NamedKey read(Path file, KeyLook.Mark mark) throws IOException {
    if (!mark.isRegular()) {
      throw new IllegalArgumentException("it is no regular file");
    }
    byte[] content = new byte[NamedKey.MAX_FILE_BYTES + 1];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(content, 0, content.length);
      byte[] all = Arrays.copyOf(content, length);
      try {
        return NamedKey.ofFileContent(all);
      } finally {
        Arrays.fill(all, (byte) 0);
      }
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  // Telling.

  /// Tells what is wrong with the files, each fault once unless asked.
  private void tellOf(Map<Path, Held> all, boolean isForced) {
    all.forEach((file, now) -> {
      Held before = isForced ? null : held.get(file);
      if (now.fault() != null && (before == null || !now.fault().equals(before.fault()))) {
        emit(new Event.KeyRefused(file, now.fault()));
      }
      if (now.mark().isExposed() && (before == null || !before.mark().isExposed())) {
        emit(new Event.KeyExposed(file));
      }
    });
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

  /// A consumer that throws is its own fault and changes nothing here.
  private void emit(Event event) {
    try {
      events.accept(event);
    } catch (RuntimeException e) {
      // The consumer's contract: what it throws is dropped.
    }
  }
}
