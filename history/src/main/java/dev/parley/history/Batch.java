package dev.parley.history;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.history.internal.store.RoomLog;
import dev.parley.history.internal.store.Store;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// The calls that one transaction carries out, and their outcomes. Confined to the writer's thread.
///
/// An outcome is kept until the transaction is committed; if it is not, every call that writes has
/// failed, and the logs are as before.
final class Batch {
  /// What a call has come to.
  sealed interface Outcome {
    /// The answer to `call`.
    record Answer(Call call, Runnable reply) implements Outcome {}

    /// A part of a log, still to be read.
    record Reading<T>(Call.Read<T> call, Call.PageQueryAt<T> query) implements Outcome {}

    /// Messages, still to be searched.
    record Searching(Call.Find call) implements Outcome {}
  }

  private final List<Call> calls;
  private final Map<String, RoomLog> logs;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Set<RoomLog> touched = new HashSet<>();
  private final Set<String> opened = new HashSet<>();
  private final Map<String, RoomLog> dropped = new HashMap<>();

  /// Takes calls about these logs, to which those of new rooms are added.
  Batch(List<Call> calls, Map<String, RoomLog> logs) {
    this.calls = calls;
    this.logs = logs;
  }

  /// Returns true if a call changes something.
  boolean writes() {
    return calls.stream().anyMatch(this::writes);
  }

  private boolean writes(Call call) {
    return switch (call) {
      case Call.Append _, Call.Put _ -> true;
      case Call.Open open -> !logs.containsKey(open.room());
      case Call.Drop drop -> logs.containsKey(drop.room());
      case Call.Read<?> _, Call.Find _ -> false;
    };
  }

  /// Carries calls out that do not write, in order.
  void applyReading() {
    calls.forEach(call -> outcomes.add(withoutWriting(call)));
  }

  /// Carries the calls out, in order.
  ///
  /// @param hasRoom false to refuse new messages: of a draft the log is only asked whether it has
  ///   it
  void apply(Store store, Instant now, boolean hasRoom) throws SQLException {
    for (Call call : calls) {
      outcomes.add(
          writes(call)
              ? new Outcome.Answer(call, writing(call, store, now, hasRoom))
              : withoutWriting(call));
    }
    for (RoomLog log : touched) {
      store.keepPlaces(log);
    }
  }

  private Runnable writing(Call call, Store store, Instant now, boolean hasRoom)
      throws SQLException {
    return switch (call) {
      case Call.Append append -> {
        RoomLog log = logs.get(append.room());
        if (log == null) {
          yield failure(call, HistoryFault.FAILED); // Its log could not be made.
        }
        Draft draft = append.draft();
        boolean isTaken = hasRoom || draft.kind() == Kind.DELETE;
        if (isTaken) {
          touched.add(log);
        }
        Optional<Appended> place = isTaken ? store.append(log, draft, now) : store.find(log, draft);
        yield place
            .<Runnable>map(known -> () -> append.reply().done(known))
            .orElseGet(() -> failure(call, isTaken ? HistoryFault.ID_REUSED : HistoryFault.FULL));
      }
      case Call.Put put -> {
        boolean isChange = store.set(put.key(), put.value());
        yield () -> put.reply().done(isChange);
      }
      case Call.Open open -> {
        RoomLog log = store.open(open.room(), UUID.randomUUID().toString());
        logs.put(open.room(), log);
        opened.add(open.room());
        LogState state = log.state();
        yield () -> open.reply().done(state);
      }
      case Call.Drop drop -> {
        RoomLog log = logs.get(drop.room());
        if (log != null && log.last() == 0) {
          store.drop(log);
          logs.remove(drop.room());
          touched.remove(log);
          if (!opened.remove(drop.room())) {
            dropped.putIfAbsent(drop.room(), log);
          }
        }
        yield () -> drop.reply().done(true);
      }
      case Call.Read<?> _, Call.Find _ -> throw new IllegalStateException("it does not write");
    };
  }

  private Outcome withoutWriting(Call call) {
    return switch (call) {
      case Call.Read<?> read -> reading(read);
      case Call.Find find -> new Outcome.Searching(find);
      case Call.Open open -> {
        RoomLog log = logs.get(open.room());
        if (log == null) {
          yield new Outcome.Answer(call, failure(call, HistoryFault.FAILED));
        }
        LogState state = log.state();
        yield new Outcome.Answer(call, () -> open.reply().done(state));
      }
      case Call.Drop drop -> new Outcome.Answer(call, () -> drop.reply().done(false));
      case Call.Append _, Call.Put _ ->
          new Outcome.Answer(call, failure(call, HistoryFault.FAILED));
    };
  }

  private <T> Outcome reading(Call.Read<T> read) {
    RoomLog log = logs.get(read.room());
    return log == null
        ? new Outcome.Answer(read, failure(read, HistoryFault.FAILED))
        : new Outcome.Reading<>(read, read.query().at(log));
  }

  private static Runnable failure(Call call, HistoryFault fault) {
    return () -> call.fail(fault);
  }

  /// The transaction is committed: the outcomes are true.
  void committed() {
    touched.forEach(RoomLog::committed);
  }

  /// The transaction is rolled back: the logs are as before, and nothing has an outcome.
  void rolledBack() {
    touched.forEach(RoomLog::rolledBack);
    opened.forEach(logs::remove);
    logs.putAll(dropped);
    outcomes.clear();
  }

  /// Nothing was written: all calls that write have failed.
  void fail(HistoryFault fault) {
    for (Call call : calls) {
      outcomes.add(
          writes(call) ? new Outcome.Answer(call, failure(call, fault)) : withoutWriting(call));
    }
  }

  /// It is not known what was written; the file that was opened again tells.
  void lookUp(Store store) throws SQLException {
    for (Call call : calls) {
      Supplier<Outcome> failed = () -> new Outcome.Answer(call, failure(call, HistoryFault.FAILED));
      RoomLog log = call instanceof Call.Append append ? logs.get(append.room()) : null;
      if (call instanceof Call.Append append && log != null) {
        Optional<Appended> place = store.find(log, append.draft());
        outcomes.add(
            place
                .<Outcome>map(known -> new Outcome.Answer(call, () -> append.reply().done(known)))
                .orElseGet(failed));
      } else {
        outcomes.add(writes(call) ? failed.get() : withoutWriting(call));
      }
    }
  }

  /// Returns the outcomes, in the order of the calls.
  List<Outcome> outcomes() {
    return outcomes;
  }
}
