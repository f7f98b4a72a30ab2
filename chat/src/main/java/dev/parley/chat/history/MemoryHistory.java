package dev.parley.chat.history;

import dev.parley.limit.Clock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Logs in memory, which end with the process. Replies at once, on the calling thread. A room keeps
/// its last entries, and forgets the oldest.
///
/// Confined to one thread at a time, as [History] says; never blocks.
public final class MemoryHistory implements History {
  /// How many entries a room keeps unless it is said: some 2 MiB of short messages.
  public static final int MAX_ENTRIES = 10_000;

  /// How many characters of text a room keeps at most.
  private static final long MAX_CHARS = 8 << 20;

  private final Storage storage;
  private final int maxEntries;
  private final Clock clock;
  private final RandomGenerator random = new SecureRandom();
  private final Map<String, MemoryLog> logs = new TreeMap<>();
  private final Map<String, String> settings = new TreeMap<>();
  private boolean isClosed;

  /// Creates logs that keep the last [#MAX_ENTRIES] entries of each room.
  public MemoryHistory() {
    this(MAX_ENTRIES, Clock.system());
  }

  /// Creates logs.
  ///
  /// @param maxEntries how many entries a room keeps, at least 1
  /// @param clock the time of the entries
  public MemoryHistory(int maxEntries, Clock clock) {
    this(Storage.MEMORY, maxEntries, clock);
  }

  private MemoryHistory(Storage storage, int maxEntries, Clock clock) {
    if (maxEntries < 1) {
      throw new IllegalArgumentException(maxEntries + " entries are none");
    }
    this.storage = storage;
    this.maxEntries = maxEntries;
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /// Returns logs that only number what is said, and keep nothing that could be read. They know the
  /// last thousand ids of a room, so that a message that is sent again is not said twice.
  ///
  /// @param clock the time of the entries
  public static MemoryHistory none(Clock clock) {
    return new MemoryHistory(Storage.NONE, 1_000, clock);
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public List<LogState> rooms() {
    return logs.entrySet().stream().map(log -> log.getValue().state(log.getKey())).toList();
  }

  @Override
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  @Override
  public void set(String key, @Nullable String value, Reply<Boolean> reply) {
    Objects.requireNonNull(key, "key");
    if (isClosed) {
      reply.failed(HistoryFault.CLOSED);
      return;
    }
    if (value == null) {
      settings.remove(key);
    } else {
      settings.put(key, value);
    }
    reply.done(true);
  }

  @Override
  public void open(String room, Reply<LogState> reply) {
    if (isClosed) {
      reply.failed(HistoryFault.CLOSED);
      return;
    }
    MemoryLog log =
        logs.computeIfAbsent(
            room,
            _ ->
                new MemoryLog(
                    HexFormat.of().toHexDigits(random.nextLong()),
                    maxEntries,
                    MAX_CHARS,
                    storage == Storage.MEMORY));
    reply.done(log.state(room));
  }

  @Override
  public void drop(String room) {
    MemoryLog log = logs.get(room);
    if (log != null && log.state(room).last() == 0) {
      logs.remove(room);
    }
  }

  @Override
  public void append(String room, Draft draft, Reply<Appended> reply) {
    Objects.requireNonNull(draft, "draft");
    if (isClosed) {
      reply.failed(HistoryFault.CLOSED);
      return;
    }
    Appended appended = log(room).append(draft, Instant.ofEpochMilli(clock.now().toEpochMilli()));
    if (appended == null) {
      reply.failed(HistoryFault.ID_REUSED);
    } else {
      reply.done(appended);
    }
  }

  /// Returns the log of a room.
  private MemoryLog log(String room) {
    MemoryLog log = logs.get(room);
    if (log == null) {
      throw new IllegalStateException("the log of this room was not opened");
    }
    return log;
  }

  /// Returns true if entries can be read; otherwise the call has failed.
  private boolean isReadable(Reply<?> reply) {
    if (isClosed) {
      reply.failed(HistoryFault.CLOSED);
      return false;
    }
    if (storage == Storage.NONE) {
      reply.failed(HistoryFault.NOT_KEPT);
      return false;
    }
    return true;
  }

  @Override
  public void after(String room, long seq, int limit, Reply<Page> reply) {
    if (isReadable(reply)) {
      reply.done(log(room).after(seq, limit));
    }
  }

  @Override
  public void before(String room, long seq, int limit, Reply<Page> reply) {
    if (isReadable(reply)) {
      reply.done(log(room).before(seq, limit));
    }
  }

  @Override
  public void at(String room, Instant time, Reply<Long> reply) {
    Objects.requireNonNull(time, "time");
    if (isReadable(reply)) {
      reply.done(log(room).at(time));
    }
  }

  @Override
  public void search(Search search, Reply<List<Search.Hit>> reply) {
    Objects.requireNonNull(search, "search");
    if (!isReadable(reply)) {
      return;
    }
    Words words = new Words(search.words());
    List<Search.Hit> hits = new ArrayList<>();
    for (String room : search.rooms()) {
      MemoryLog log = logs.get(room);
      if (log != null) {
        log.find(
            words, search.before(), search.limit(), entry -> hits.add(new Search.Hit(room, entry)));
      }
    }
    hits.sort(Comparator.comparing((Search.Hit hit) -> hit.entry().time()).reversed());
    reply.done(List.copyOf(hits.subList(0, Math.min(hits.size(), search.limit()))));
  }

  @Override
  public void close() {
    isClosed = true;
  }

  /// Returns true if an entry is one that a search can find.
  static boolean isFound(Entry entry) {
    return entry.isMessage() && entry.state() != Entry.State.DELETED;
  }
}
