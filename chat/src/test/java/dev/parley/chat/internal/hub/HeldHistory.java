package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A history whose parts are read when a test says so; the rest it does at once. Confined to its
/// test.
final class HeldHistory implements History {
  private final MemoryHistory kept;
  private final ArrayDeque<Runnable> reads = new ArrayDeque<>();

  /// The rooms of all reads, in their order.
  final List<String> asked = new ArrayList<>();

  HeldHistory(MemoryHistory kept) {
    this.kept = kept;
  }

  private record Nobody<T>() implements Reply<T> {
    @Override
    public void done(T result) {}

    @Override
    public void failed(HistoryFault fault) {
      throw new AssertionError(fault);
    }
  }

  /// Fills a room, before there is a server, with Chinese texts of this length.
  void fill(String room, int entries, int length) {
    kept.open(room, new Nobody<LogState>());
    for (int i = 1; i <= entries; i++) {
      Draft draft = new Draft(Kind.TEXT, "bob", "p:bob", "id" + i, "好".repeat(length), 0);
      kept.append(room, draft, new Nobody<Appended>());
    }
  }

  int held() {
    return reads.size();
  }

  /// Carries out the first read that is held.
  void read() {
    reads.remove().run();
  }

  /// Carries out all reads, also those that follow from them.
  void readAll() {
    while (!reads.isEmpty()) {
      read();
    }
  }

  private void hold(String room, Runnable read) {
    asked.add(room);
    reads.add(read);
  }

  @Override
  public Storage storage() {
    return Storage.MEMORY;
  }

  @Override
  public List<LogState> rooms() {
    return kept.rooms();
  }

  @Override
  public Map<String, String> settings() {
    return kept.settings();
  }

  @Override
  public void set(String key, @Nullable String value, Reply<Boolean> reply) {
    kept.set(key, value, reply);
  }

  @Override
  public void open(String room, Reply<LogState> reply) {
    kept.open(room, reply);
  }

  @Override
  public void append(String room, Draft draft, Reply<Appended> reply) {
    kept.append(room, draft, reply);
  }

  @Override
  public void after(String room, long seq, int limit, Reply<Page> reply) {
    hold(room, () -> kept.after(room, seq, limit, reply));
  }

  @Override
  public void before(String room, long seq, int limit, Reply<Page> reply) {
    hold(room, () -> kept.before(room, seq, limit, reply));
  }

  @Override
  public void at(String room, Instant time, Reply<Long> reply) {
    kept.at(room, time, reply);
  }

  @Override
  public void search(Search search, Reply<List<Search.Hit>> reply) {
    kept.search(search, reply);
  }

  @Override
  public void close() {
    kept.close();
  }
}
