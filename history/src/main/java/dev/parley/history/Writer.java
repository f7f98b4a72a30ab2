package dev.parley.history;

import dev.parley.chat.history.History.Reply;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.Search;
import dev.parley.history.internal.store.DataFolder;
import dev.parley.history.internal.store.Database;
import dev.parley.history.internal.store.Database.Checkpoint;
import dev.parley.history.internal.store.Pages;
import dev.parley.history.internal.store.RoomLog;
import dev.parley.history.internal.store.SearchIndex;
import dev.parley.history.internal.store.SqliteFault;
import dev.parley.history.internal.store.Store;
import dev.parley.history.internal.store.StoreFile;
import dev.parley.history.internal.store.Trim;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The thread that writes: takes what is queued, at most 1,024 calls or what comes within 2 ms,
/// writes it in one transaction, and replies when the disk has it. Under load a commit is shared by
/// many, and a call on its own never waits for others.
///
/// All replies come from this thread, also those of the readers.
final class Writer implements Runnable {
  private static final int MAX_BATCH = 1_024;
  private static final long MAX_GATHER_NANOS = Duration.ofMillis(2).toNanos();
  private static final long TRIM_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int TRIM_CALLS = 256;

  /// How many pages of 4 KiB the write-ahead log may have before they are moved into the file. A
  /// page that was written ten times meanwhile is moved once.
  private static final long CHECKPOINT_PAGES = 4L << 10;

  /// The number at which readers have to wait for that.
  private static final long TRUNCATE_PAGES = 16L << 10;

  private final DataFolder folder;
  private final Database anchor;
  private final CallQueue queue;
  private final Clock clock;
  private final Retention retention;
  private final DiskWatch disk;
  private final IndexFilling filling;
  private final Reader<Pages> pages;
  private final Reader<SearchIndex> searches;
  private final Thread thread;
  private final Map<String, RoomLog> logs;
  private final Map<String, ReplyOrder> orders = new HashMap<>();

  /// Null after the disk has failed, until the file was opened again.
  private @Nullable Store store;

  /// How many of the newest rows are not in the index of words.
  private long unindexed;

  private long trimmedNanos;
  private int callsSinceTrim;
  private boolean hasMoreToTrim;

  Writer(
      DataFolder folder,
      Database anchor,
      Store store,
      Map<String, RoomLog> logs,
      CallQueue queue,
      Clock clock,
      Retention retention,
      DiskWatch disk,
      Reader<Pages> pages,
      Reader<SearchIndex> searches)
      throws SQLException {
    this.folder = folder;
    this.anchor = anchor;
    this.store = store;
    this.unindexed = store.unindexed();
    this.logs = logs;
    this.queue = queue;
    this.clock = clock;
    this.retention = retention;
    this.disk = disk;
    this.filling = new IndexFilling(clock);
    this.pages = pages;
    this.searches = searches;
    this.trimmedNanos = clock.nanos() - TRIM_NANOS;
    this.thread = Thread.ofPlatform().daemon().name("parley-history").unstarted(this);
  }

  void start() {
    thread.start();
  }

  /// Returns true if the calling thread is this one.
  boolean isCurrent() {
    return thread.equals(Thread.currentThread());
  }

  /// Reads nothing more. Any thread.
  void closeReaders() {
    pages.close();
    searches.close();
  }

  /// Waits until everything is written and closed.
  void join() {
    Uninterrupted.join(thread);
  }

  @Override
  public void run() {
    while (queue.await(patienceNanos())) {
      for (Runnable answer = queue.pollFinished(); answer != null; answer = queue.pollFinished()) {
        answer.run();
      }
      List<Call> calls = gather();
      if (!calls.isEmpty()) {
        carryOut(new Batch(calls, logs));
        callsSinceTrim += calls.size();
      }
      trim();
      fillIndex(calls.isEmpty());
      checkpoint();
    }
    fillIndex(true);
    close();
  }

  private long patienceNanos() {
    long nanos = CallQueue.FOREVER;
    if (!retention.isForever()) {
      nanos = hasMoreToTrim ? 0 : TRIM_NANOS;
    }
    return store == null ? nanos : filling.patienceNanos(unindexed, nanos);
  }

  private List<Call> gather() {
    List<Call> calls = new ArrayList<>();
    long begin = clock.nanos();
    while (calls.size() < MAX_BATCH) {
      Call call = queue.poll();
      if (call == null) {
        break;
      }
      calls.add(call);
      if (clock.nanos() - begin > MAX_GATHER_NANOS) {
        break;
      }
    }
    return calls;
  }

  private void carryOut(Batch batch) {
    try {
      if (batch.writes()) {
        commit(batch, openStore());
      } else {
        batch.applyReading();
      }
    } catch (SQLException e) {
      takeBack(batch, e);
    } catch (IOException e) {
      batch.fail(HistoryFault.FAILED); // The file could not be opened again.
    } catch (RuntimeException | Error e) {
      rollBack(batch);
      batch.fail(HistoryFault.FAILED);
      report(e);
    }
    batch.outcomes().forEach(this::tell);
  }

  private void commit(Batch batch, Store open) throws SQLException {
    boolean hasRoom = disk.hasRoom();
    open.database().begin();
    batch.apply(open, clock.now(), hasRoom);
    if (filling.isForCommit(open.unindexed())) {
      open.index();
    }
    open.database().commit();
    batch.committed();
    unindexed = open.unindexed();
  }

  private void rollBack(Batch batch) {
    if (store != null) {
      store.rollBack();
    }
    batch.rolledBack();
  }

  /// The transaction has failed. If the disk has refused it, nothing of it is there. If the disk
  /// has failed, nobody knows, so the file is opened again and asked; what has failed is never
  /// tried again, because the system reports a failed sync only once.
  private void takeBack(Batch batch, SQLException e) {
    rollBack(batch);
    if (!SqliteFault.isOfDisk(e)) {
      batch.fail(SqliteFault.of(e));
      return;
    }
    closeStore();
    try {
      batch.lookUp(openStore());
    } catch (IOException | SQLException _) {
      batch.rolledBack();
      batch.fail(HistoryFault.FAILED);
    }
  }

  private Store openStore() throws IOException, SQLException {
    Store open = store;
    if (open == null) {
      open = StoreFile.reopen(folder);
      open.refresh(logs);
      store = open;
    }
    return open;
  }

  private void closeStore() {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  private void tell(Batch.Outcome outcome) {
    switch (outcome) {
      case Batch.Outcome.Answer(Call call, Runnable reply) -> answer(call, reply);
      case Batch.Outcome.Reading<?> reading -> read(reading);
      case Batch.Outcome.Searching(Call.Find find) -> search(find);
    }
  }

  private void answer(Call call, Runnable reply) {
    String room = call.room();
    ReplyOrder order = room == null ? null : orders.get(room);
    if (order == null) {
      reply(call, reply);
    } else {
      order.reply(() -> reply(call, reply));
    }
  }

  private void reply(Call call, Runnable reply) {
    queue.answered(call);
    try {
      reply.run();
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  private <T> void read(Batch.Outcome.Reading<T> reading) {
    Call.Read<T> call = reading.call();
    ReplyOrder order = orders.computeIfAbsent(call.room(), _ -> new ReplyOrder());
    ReplyOrder.Place place = order.place();
    Reply<T> reply = call.reply();
    boolean isTaken =
        pages.offer(
            reading.query()::read,
            page -> finish(call, place, () -> reply.done(page)),
            fault -> finish(call, place, () -> reply.failed(fault)));
    if (!isTaken) {
      inOrder(call, place, () -> reply.failed(HistoryFault.BUSY));
    }
  }

  /// On the reader's thread.
  private void finish(Call.Read<?> call, ReplyOrder.Place place, Runnable reply) {
    queue.finish(() -> inOrder(call, place, reply));
  }

  private void inOrder(Call.Read<?> call, ReplyOrder.Place place, Runnable reply) {
    ReplyOrder order = orders.get(call.room());
    if (order != null) {
      order.reply(place, () -> reply(call, reply));
      if (order.isEmpty()) {
        orders.remove(call.room());
      }
    }
  }

  private void search(Call.Find call) {
    Search search = call.search();
    Consumer<HistoryFault> failed =
        fault -> queue.finish(() -> reply(call, () -> call.reply().failed(fault)));
    boolean isTaken =
        searches.offer(
            index -> index.find(search),
            hits -> queue.finish(() -> reply(call, () -> call.reply().done(hits))),
            failed);
    if (!isTaken) {
      reply(call, () -> call.reply().failed(HistoryFault.BUSY));
    }
  }

  private void trim() {
    boolean isDue =
        hasMoreToTrim || callsSinceTrim >= TRIM_CALLS || clock.nanos() - trimmedNanos >= TRIM_NANOS;
    if (retention.isForever() || store == null || !isDue) {
      return;
    }
    callsSinceTrim = 0;
    trimmedNanos = clock.nanos();
    try {
      hasMoreToTrim = trim(new Trim(store));
    } catch (SQLException e) {
      hasMoreToTrim = false; // Again in some seconds.
      if (SqliteFault.isOfDisk(e)) {
        closeStore();
      }
    } catch (RuntimeException | Error e) {
      hasMoreToTrim = false;
      report(e);
    }
  }

  private boolean trim(Trim trim) throws SQLException {
    Duration maxAge = retention.maxAge();
    return trim.byCount(logs.values(), retention.maxEntries())
        || (maxAge != null && trim.byTime(logs.values(), clock.now().minus(maxAge)))
        || (retention.maxBytes() < Long.MAX_VALUE
            && trim.byBytes(logs.values(), retention.maxBytes()));
  }

  private void fillIndex(boolean isIdle) {
    if (store == null || !filling.isDue(unindexed, isIdle)) {
      return;
    }
    try {
      store.database().begin();
      store.index();
      store.database().commit();
      unindexed = 0;
    } catch (SQLException e) {
      filling.failed();
      store.rollBack();
      if (SqliteFault.isOfDisk(e)) {
        closeStore();
      }
    } catch (RuntimeException | Error e) {
      filling.failed();
      store.rollBack();
      report(e);
    }
  }

  private void checkpoint() {
    if (store != null) {
      Database database = store.database();
      long pages = database.pagesToCheckpoint();
      if (pages > CHECKPOINT_PAGES) {
        boolean _ =
            database.checkpoint(pages > TRUNCATE_PAGES ? Checkpoint.TRUNCATE : Checkpoint.PASSIVE);
      }
    }
  }

  private void close() {
    pages.stop();
    searches.stop();
    anchor.close();
    if (store != null) {
      boolean _ = store.database().checkpoint(Checkpoint.TRUNCATE);
    }
    closeStore();
    try {
      folder.close();
    } catch (IOException e) {
      report(e);
    }
  }

  /// A reply that throws is a fault of the program, and no reason to stop writing.
  private void report(Throwable e) {
    thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
  }
}
