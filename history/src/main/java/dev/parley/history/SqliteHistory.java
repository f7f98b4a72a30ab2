package dev.parley.history;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import dev.parley.history.internal.store.DataFolder;
import dev.parley.history.internal.store.Database;
import dev.parley.history.internal.store.Pages;
import dev.parley.history.internal.store.RoomLog;
import dev.parley.history.internal.store.SearchIndex;
import dev.parley.history.internal.store.Store;
import dev.parley.history.internal.store.StoreFile;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The logs of all rooms in a folder, kept by SQLite. One at a time for a folder.
///
/// An append has replied when the disk has it: what was replied survives a crash of the process and
/// of the machine. If the disk is full or fails, appends fail, reading goes on, and appends work
/// again once the disk does. All replies come from one thread, the writer's; a reply must not
/// block.
public final class SqliteHistory implements History {
  /// How many reads of pages wait: a page has at most 256 KiB, so all of them at most 32 MiB.
  private static final int MAX_PAGES = 128;

  private final CallQueue queue;
  private final Writer writer;
  private final List<LogState> rooms;
  private final Map<String, String> settings;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  private SqliteHistory(Builder builder, DataFolder folder, Store store, DiskWatch disk)
      throws SQLException {
    Map<String, RoomLog> logs = store.rooms();
    rooms = logs.values().stream().map(RoomLog::state).toList();
    settings = Map.copyOf(store.settings());
    known.addAll(logs.keySet());
    queue = new CallQueue(builder.maxWaitingCalls, builder.maxWaitingCharacters);
    Path file = folder.database();
    Reader<Pages> pages =
        new Reader<>("parley-pages", MAX_PAGES, () -> new Pages(Database.reader(file)));
    Reader<SearchIndex> searches =
        new Reader<>(
            "parley-search",
            builder.maxWaitingSearches,
            () -> new SearchIndex(Database.reader(file), builder.clock, builder.searchTimeout));
    writer =
        new Writer(
            folder,
            Database.anchor(file),
            store,
            logs,
            queue,
            builder.clock,
            builder.retention,
            disk,
            pages,
            searches);
    pages.start();
    searches.start();
    writer.start();
  }

  /// Begins to describe the history in `folder`, which is made if there is none.
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /// Opens the history in `folder` with the default settings. See [Builder#open].
  public static SqliteHistory open(Path folder) throws IOException {
    return builder(folder).open();
  }

  @Override
  public Storage storage() {
    return Storage.DISK;
  }

  @Override
  public List<LogState> rooms() {
    return rooms;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public void set(String key, @Nullable String value, Reply<Boolean> reply) {
    take(new Call.Put(key, value, reply));
  }

  @Override
  public void open(String room, Reply<LogState> reply) {
    known.add(room);
    take(new Call.Open(room, reply));
  }

  @Override
  public void drop(String room) {
    known.remove(room);
    take(new Call.Drop(room));
  }

  @Override
  public void append(String room, Draft draft, Reply<Appended> reply) {
    take(new Call.Append(opened(room), draft, reply));
  }

  @Override
  public void after(String room, long seq, int limit, Reply<Page> reply) {
    int checked = checked(limit);
    take(
        new Call.Read<>(
            opened(room), (pages, id, _, last) -> pages.after(id, last, seq, checked), reply));
  }

  @Override
  public void before(String room, long seq, int limit, Reply<Page> reply) {
    int checked = checked(limit);
    take(
        new Call.Read<>(
            opened(room), (pages, id, _, last) -> pages.before(id, last, seq, checked), reply));
  }

  @Override
  public void at(String room, Instant time, Reply<Long> reply) {
    take(
        new Call.Read<>(
            opened(room), (pages, id, first, last) -> pages.at(id, first, last, time), reply));
  }

  @Override
  public void search(Search search, Reply<List<Search.Hit>> reply) {
    int _ = checked(search.limit());
    take(new Call.Find(search, reply));
  }

  private String opened(String room) {
    if (!known.contains(room)) {
      throw new IllegalStateException("the log of this room was not opened");
    }
    return room;
  }

  private static int checked(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", it must be at least 1");
    }
    return limit;
  }

  private void take(Call call) {
    Objects.requireNonNull(call.reply(), "reply");
    HistoryFault fault = queue.offer(call);
    if (fault != null) {
      call.fail(fault);
    }
  }

  /// Writes what is under way, replies, and closes. What would be read and has not begun fails with
  /// [HistoryFault#CLOSED]. Blocks; not to be called by a reply.
  @Override
  public void close() {
    if (writer.isCurrent()) {
      throw new IllegalStateException("a reply must not close the history that it comes from");
    }
    writer.closeReaders();
    queue.close();
    writer.join();
  }

  /// The settings of a history.
  public static final class Builder {
    private static final long DEFAULT_RESERVE_BYTES = 64L << 20;

    private final Path folder;
    private Clock clock = Clock.system();
    private Retention retention = Retention.FOREVER;
    private int maxWaitingCalls = 16_384;
    private long maxWaitingCharacters = 32L << 20;
    private int maxWaitingSearches = 10;
    private Duration searchTimeout = Duration.ofSeconds(1);
    private long reserveBytes = DEFAULT_RESERVE_BYTES;
    private Consumer<DiskUse> diskListener = _ -> {};
    private @Nullable Disk disk;

    private Builder(Path folder) {
      this.folder = Objects.requireNonNull(folder, "folder");
    }

    /// Takes the time from this clock instead of the machine's.
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /// Removes old messages. Default: none.
    public Builder retention(Retention retention) {
      this.retention = Objects.requireNonNull(retention, "retention");
      return this;
    }

    /// The maximum number of calls that wait for their replies, and the maximum length of their
    /// texts together; more fail with [HistoryFault#BUSY]. Default: 16,384 and 32 Mi characters. Of
    /// parts of logs 128 wait, whatever this is.
    public Builder maxWaiting(int calls, long characters) {
      if (calls < 1 || characters < 1) {
        throw new IllegalArgumentException("both must be at least 1");
      }
      this.maxWaitingCalls = calls;
      this.maxWaitingCharacters = characters;
      return this;
    }

    /// The maximum number of searches that wait, and how long one may take; more fail with
    /// [HistoryFault#BUSY]. Default: 10 and 1 s.
    public Builder searches(int maxWaiting, Duration timeout) {
      if (maxWaiting < 1 || !timeout.isPositive()) {
        throw new IllegalArgumentException("both must be positive");
      }
      this.maxWaitingSearches = maxWaiting;
      this.searchTimeout = timeout;
      return this;
    }

    /// How many bytes of the disk are kept free of new messages: with less they fail with
    /// [HistoryFault#FULL], while deletions and settings are still taken, and SQLite can go on. At
    /// most a tenth of the disk. 0 for none. Default: 64 MiB.
    public Builder reserve(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("the reserve is " + bytes + ", it must be at least 0");
      }
      this.reserveBytes = bytes;
      return this;
    }

    /// Tells `listener` when the disk is over 80, 90, 95 and 99 % full, unless there is a
    /// retention, and when messages begin to be refused for the reserve, and are taken again. Each
    /// once; again after it was better meanwhile. Called by [#open], and then by the thread that
    /// writes, where it must not block.
    public Builder onDiskUse(Consumer<DiskUse> listener) {
      this.diskListener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /// Asks this disk how full it is.
    Builder disk(Disk disk) {
      this.disk = disk;
      return this;
    }

    /// Opens the history and starts its threads. Blocks.
    ///
    /// @throws IOException if it cannot be used: another server has it, others than its owner may
    ///   write to it, it is damaged, or of a later version; it carries a
    ///   [dev.parley.history.problem.HistoryProblem], and nothing was changed
    public SqliteHistory open() throws IOException {
      DataFolder taken = DataFolder.take(folder);
      try {
        DiskWatch watch =
            new DiskWatch(
                disk == null ? Disk.of(taken.path()) : disk,
                reserveBytes,
                retention.isForever(),
                diskListener);
        Store store = StoreFile.open(taken);
        try {
          boolean _ = watch.hasRoom();
          return new SqliteHistory(this, taken, store, watch);
        } catch (SQLException e) {
          store.close();
          throw StoreFile.failure(taken.database(), e);
        }
      } catch (IOException | RuntimeException e) {
        taken.close();
        throw e;
      }
    }
  }
}
