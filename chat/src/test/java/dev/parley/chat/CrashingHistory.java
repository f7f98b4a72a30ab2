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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A history as one process has it that is killed in the middle of a commit. What waits is
/// committed together, all or nothing, and replied to one by one, as by the writer of a database.
///
/// ```
///   waiting ─▶ (BEFORE_COMMIT) ─▶ kept ─▶ (AFTER_COMMIT) ─▶ reply (AMONG_REPLIES) reply … ─▶ waiting
/// ```
///
/// Once it was killed nothing is kept, and nobody gets a reply: what was kept until then, another
/// one finds. Confined to a simulation.
final class CrashingHistory implements History {
  private static final int MAX_BATCH = 8;

  /// Where a commit is when the process is killed.
  enum Step {
    /// What was to be committed is lost.
    BEFORE_COMMIT,
    /// It is kept, and nobody knows.
    AFTER_COMMIT,
    /// It is kept, and some know.
    AMONG_REPLIES
  }

  private final Simulation simulation;
  private final MemoryHistory kept;
  private final Step step;
  private final long maxDelayMicros;
  private final List<Call<?>> waiting = new ArrayList<>();
  private int commitsLeft;
  private boolean isWriting;
  private boolean isKilled;
  private boolean isClosed;

  private record Call<T>(Consumer<Reply<T>> call, Reply<T> reply) {
    /// Does it, and returns what tells the caller.
    Runnable apply() {
      List<Runnable> told = new ArrayList<>(1);
      call.accept(
          new Reply<>() {
            @Override
            public void done(T result) {
              told.add(() -> reply.done(result));
            }

            @Override
            public void failed(HistoryFault fault) {
              told.add(() -> reply.failed(fault));
            }
          });
      return told.getFirst(); // what is in memory replies at once
    }
  }

  /// @param kept what outlasts the process
  /// @param commits in the last of so many the process is killed; 0 for never
  CrashingHistory(
      Simulation simulation, MemoryHistory kept, Step step, int commits, Duration maxDelay) {
    this.simulation = simulation;
    this.kept = kept;
    this.step = step;
    this.commitsLeft = commits;
    this.maxDelayMicros = maxDelay.toNanos() / 1_000;
  }

  boolean isKilled() {
    return isKilled;
  }

  /// It is not killed any more, unless it was.
  void spare() {
    commitsLeft = 0;
  }

  private <T> void later(Reply<T> reply, Consumer<Reply<T>> call) {
    if (isKilled) {
      return;
    }
    if (isClosed) {
      reply.failed(HistoryFault.CLOSED);
      return;
    }
    waiting.add(new Call<>(call, reply));
    commitLater();
  }

  private void commitLater() {
    if (!isWriting && !waiting.isEmpty()) {
      isWriting = true;
      soon(this::commit);
    }
  }

  private void soon(Runnable task) {
    simulation.after(
        Duration.ofNanos(simulation.random().nextLong(maxDelayMicros + 1) * 1_000),
        () -> {
          if (!isKilled) {
            task.run();
          }
        });
  }

  private void commit() {
    boolean isLast = commitsLeft > 0 && --commitsLeft == 0;
    if (isLast && step == Step.BEFORE_COMMIT) {
      kill();
      return;
    }
    List<Call<?>> batch = waiting.subList(0, Math.min(waiting.size(), MAX_BATCH));
    List<Runnable> replies = batch.stream().map(Call::apply).toList();
    batch.clear();
    if (isLast && step == Step.AFTER_COMMIT) {
      kill();
      return;
    }
    reply(replies, isLast ? simulation.random().nextInt(replies.size() + 1) : -1);
  }

  /// @param killedAfter so many replies; below 0 for not at all
  private void reply(List<Runnable> replies, int killedAfter) {
    if (killedAfter == 0) {
      kill();
    } else if (replies.isEmpty()) {
      isWriting = false;
      commitLater();
    } else {
      replies.getFirst().run();
      soon(() -> reply(replies.subList(1, replies.size()), killedAfter - 1));
    }
  }

  private void kill() {
    isKilled = true;
    simulation.note("the process is killed: " + step);
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
    later(reply, then -> kept.set(key, value, then));
  }

  @Override
  public void open(String room, Reply<LogState> reply) {
    later(reply, then -> kept.open(room, then));
  }

  @Override
  public void append(String room, Draft draft, Reply<Appended> reply) {
    later(reply, then -> kept.append(room, draft, then));
  }

  @Override
  public void after(String room, long seq, int limit, Reply<Page> reply) {
    later(reply, then -> kept.after(room, seq, limit, then));
  }

  @Override
  public void before(String room, long seq, int limit, Reply<Page> reply) {
    later(reply, then -> kept.before(room, seq, limit, then));
  }

  @Override
  public void at(String room, Instant time, Reply<Long> reply) {
    later(reply, then -> kept.at(room, time, then));
  }

  @Override
  public void search(Search search, Reply<List<Search.Hit>> reply) {
    later(reply, then -> kept.search(search, then));
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
