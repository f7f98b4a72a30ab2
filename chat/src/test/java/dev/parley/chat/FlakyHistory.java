package dev.parley.chat;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import dev.parley.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A history as on a slow disk that is full or broken now and then: it replies later, outside of
/// all loops, in the order that [History] promises. What it has, it keeps in memory, so that a
/// server that is started anew finds it. Confined to a simulation.
final class FlakyHistory implements History {
  private final Simulation simulation;
  final MemoryHistory kept;
  private final long maxDelayMicros;

  /// The time of the last reply about each room.
  private final Map<String, Long> repliedAt = new HashMap<>();

  /// The chance of a thousand that an append fails.
  int faultsOfThousand;

  /// True while nothing can be written.
  boolean isFull;

  int appended;
  private boolean isClosed;

  FlakyHistory(Simulation simulation, MemoryHistory kept, Duration maxDelay) {
    this.simulation = simulation;
    this.kept = kept;
    this.maxDelayMicros = maxDelay.toNanos() / 1_000;
  }

  /// Replies later, with the state of now.
  private <T> void later(String room, Reply<T> reply, BiConsumer<MemoryHistory, Reply<T>> call) {
    if (isClosed) {
      reply.failed(HistoryFault.CLOSED);
      return;
    }
    call.accept(
        kept,
        new Reply<>() {
          @Override
          public void done(T result) {
            at(room, () -> reply.done(result));
          }

          @Override
          public void failed(HistoryFault fault) {
            at(room, () -> reply.failed(fault));
          }
        });
  }

  private void at(String room, Runnable task) {
    long now = simulation.elapsed().toNanos();
    long at =
        Math.max(
            now + simulation.random().nextLong(maxDelayMicros + 1) * 1_000,
            repliedAt.getOrDefault(room, 0L) + 1);
    repliedAt.put(room, at);
    simulation.after(Duration.ofNanos(at - now), task);
  }

  @Override
  public Storage storage() {
    return Storage.DISK;
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
    if (isFull) {
      at("", () -> reply.failed(HistoryFault.FULL));
    } else {
      later("", reply, (log, then) -> log.set(key, value, then));
    }
  }

  @Override
  public void open(String room, Reply<LogState> reply) {
    later(room, reply, (log, then) -> log.open(room, then));
  }

  @Override
  public void append(String room, Draft draft, Reply<Appended> reply) {
    if (isFull) {
      at(room, () -> reply.failed(HistoryFault.FULL));
    } else if (simulation.random().nextInt(1_000) < faultsOfThousand) {
      at(room, () -> reply.failed(HistoryFault.FAILED));
    } else {
      appended++;
      later(room, reply, (log, then) -> log.append(room, draft, then));
    }
  }

  @Override
  public void after(String room, long seq, int limit, Reply<Page> reply) {
    later(room, reply, (log, then) -> log.after(room, seq, limit, then));
  }

  @Override
  public void before(String room, long seq, int limit, Reply<Page> reply) {
    later(room, reply, (log, then) -> log.before(room, seq, limit, then));
  }

  @Override
  public void at(String room, Instant time, Reply<Long> reply) {
    later(room, reply, (log, then) -> log.at(room, time, then));
  }

  @Override
  public void search(Search search, Reply<List<Search.Hit>> reply) {
    later("", reply, (log, then) -> log.search(search, then));
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
