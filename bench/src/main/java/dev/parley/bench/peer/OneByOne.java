package dev.parley.bench.peer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A history that appends nothing before the last append has replied, so that each has a commit of
/// its own. Safe for any thread.
final class OneByOne implements History {
  private final History inner;
  private final ReentrantLock lock = new ReentrantLock();

  /// The appends that wait, and the one under way at the head.
  @GuardedBy("lock")
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  OneByOne(History inner) {
    this.inner = inner;
  }

  @Override
  public void append(String room, Draft draft, Reply<Appended> reply) {
    boolean isFirst;
    Runnable append = () -> inner.append(room, draft, new Last(reply));
    lock.lock();
    try {
      isFirst = waiting.isEmpty();
      waiting.add(append);
    } finally {
      lock.unlock();
    }
    if (isFirst) {
      append.run();
    }
  }

  private void next() {
    Runnable next;
    lock.lock();
    try {
      waiting.remove();
      next = waiting.peek();
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.run();
    }
  }

  /// The reply to the append under way.
  private final class Last implements Reply<Appended> {
    private final Reply<Appended> reply;

    Last(Reply<Appended> reply) {
      this.reply = reply;
    }

    @Override
    public void done(Appended result) {
      reply.done(result);
      next();
    }

    @Override
    public void failed(HistoryFault fault) {
      reply.failed(fault);
      next();
    }
  }

  @Override
  public Storage storage() {
    return inner.storage();
  }

  @Override
  public List<LogState> rooms() {
    return inner.rooms();
  }

  @Override
  public Map<String, String> settings() {
    return inner.settings();
  }

  @Override
  public void set(String key, @Nullable String value, Reply<Boolean> reply) {
    inner.set(key, value, reply);
  }

  @Override
  public void open(String room, Reply<LogState> reply) {
    inner.open(room, reply);
  }

  @Override
  public void after(String room, long seq, int limit, Reply<Page> reply) {
    inner.after(room, seq, limit, reply);
  }

  @Override
  public void before(String room, long seq, int limit, Reply<Page> reply) {
    inner.before(room, seq, limit, reply);
  }

  @Override
  public void at(String room, Instant time, Reply<Long> reply) {
    inner.at(room, time, reply);
  }

  @Override
  public void search(Search search, Reply<List<Search.Hit>> reply) {
    inner.search(search, reply);
  }

  @Override
  public void close() {
    inner.close();
  }
}
