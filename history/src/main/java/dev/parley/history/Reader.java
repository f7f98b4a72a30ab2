package dev.parley.history;

import dev.parley.chat.history.HistoryFault;
import dev.parley.history.internal.store.SqliteFault;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A thread that reads with a connection of its own, one job after the other.
///
/// @param <S> the connection's statements
final class Reader<S extends AutoCloseable> implements Runnable {
  /// Opens the connection.
  interface Opening<S> {
    S open() throws SQLException;
  }

  /// Reads something.
  interface Query<S, T> {
    T read(S source) throws SQLException;
  }

  /// What a job needs: runs with the connection, and gives its outcome back.
  private interface Job<S> {
    void run(S source) throws SQLException;

    void fail(HistoryFault fault);
  }

  private final Opening<S> opening;
  private final BlockingQueue<Job<S>> jobs;
  private final Thread thread;
  private @Nullable S source;
  private volatile boolean isClosed;
  private volatile boolean isStopping;

  Reader(String name, int maxJobs, Opening<S> opening) {
    this.opening = opening;
    this.jobs = new ArrayBlockingQueue<>(maxJobs + 1); // and the one that stops it
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
  }

  void start() {
    thread.start();
  }

  /// Reads something, and calls one of the two consumers on this reader's thread.
  ///
  /// @return false if too much is waiting
  <T> boolean offer(Query<S, T> query, Consumer<T> done, Consumer<HistoryFault> failed) {
    if (jobs.remainingCapacity() <= 1) {
      return false;
    }
    return jobs.offer(
        new Job<>() {
          @Override
          public void run(S source) throws SQLException {
            done.accept(query.read(source));
          }

          @Override
          public void fail(HistoryFault fault) {
            failed.accept(fault);
          }
        });
  }

  @Override
  public void run() {
    while (!isStopping) {
      Job<S> job = take();
      if (isClosed) {
        job.fail(HistoryFault.CLOSED);
        continue;
      }
      try {
        S open = source;
        if (open == null) {
          open = opening.open();
          source = open;
        }
        job.run(open);
      } catch (SQLException e) {
        if (SqliteFault.of(e) != HistoryFault.BUSY) {
          closeSource();
        }
        job.fail(SqliteFault.of(e));
      } catch (RuntimeException | Error e) {
        job.fail(HistoryFault.FAILED);
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
    closeSource();
  }

  private Job<S> take() {
    while (true) {
      try {
        return jobs.take();
      } catch (InterruptedException _) {
        // Nobody but stop() ends this thread.
      }
    }
  }

  @SuppressWarnings("try") // closing a connection of ours throws nothing
  private void closeSource() {
    S open = source;
    source = null;
    if (open != null) {
      try {
        open.close();
      } catch (Exception _) {
        // Nothing more can be done with it.
      }
    }
  }

  /// From now on jobs fail, also those that wait; the one that runs goes on. Any thread.
  void close() {
    isClosed = true;
  }

  /// Ends the thread after the jobs that it has, and waits for it.
  void stop() {
    boolean _ =
        jobs.offer(
            new Job<>() {
              @Override
              public void run(S source) {
                isStopping = true;
              }

              @Override
              public void fail(HistoryFault fault) {
                isStopping = true;
              }
            });
    Uninterrupted.join(thread);
  }
}
