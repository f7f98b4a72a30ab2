package dev.parley.history.internal.tools;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import dev.parley.history.internal.store.RoomLog;
import dev.parley.history.internal.store.Store;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Reads rooms and entries from JSON Lines ([LineFields]) into an empty store.
///
/// Every place of a room must be there, from its `first` to its `last`: lines that were cut off are
/// noticed.
public final class Import {
  private static final int MAX_TEXT = 1 << 20;
  private static final int MAX_FIELDS = 64;

  private final Store store;
  private final Map<String, Room> rooms = new HashMap<>();
  private long line;

  /// A room, and the place that comes next.
  private static final class Room {
    private final RoomLog log;
    private long next;

    Room(RoomLog log) {
      this.log = log;
      this.next = log.first();
    }
  }

  /// Reads into this store. The caller begins and commits.
  public Import(Store store) {
    this.store = store;
  }

  /// Reads everything, and returns the number of entries.
  ///
  /// @param progress is given the number of entries that were read
  /// @throws ProblemIOException if a line is wrong, with its number
  public long run(InputStream input, LongConsumer progress) throws IOException, SQLException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(MAX_TEXT)
                    .maxNestingDepth(4)
                    .build())
            .build();
    long read = 0;
    try (JsonParser json = factory.createParser(input)) {
      json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      while (json.nextToken() != null) {
        line = json.currentTokenLocation().getLineNr();
        Map<String, String> fields = fields(json);
        switch (text(fields, LineFields.KIND)) {
          case LineFields.KIND_ROOM -> openRoom(fields);
          case LineFields.KIND_MESSAGE -> {
            append(fields);
            progress.accept(++read);
          }
          default -> {
            // A later version may write more.
          }
        }
      }
    } catch (JacksonException e) {
      line = e.getLocation() == null ? line : e.getLocation().getLineNr();
      throw wrong(Problem.of(HistoryProblem.NOT_JSON, reason(e)));
    }
    checkEnds();
    return read;
  }

  /// What Jackson says, without the place in the source, of which it shows nothing anyway.
  private static String reason(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int place = message.indexOf(" (start marker");
    return Printable.line(place < 0 ? message : message.substring(0, place));
  }

  /// Returns the fields of an object, numbers as their digits.
  private Map<String, String> fields(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(Problem.of(HistoryProblem.NOT_JSON, json.currentToken()));
    }
    Map<String, String> fields = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == null || value.isStructStart() || fields.size() >= MAX_FIELDS) {
        throw wrong(Problem.of(HistoryProblem.NOT_A_FIELD, Printable.line(name)));
      }
      fields.put(name, json.getText());
    }
    return fields;
  }

  private void openRoom(Map<String, String> fields) throws IOException, SQLException {
    String room = text(fields, LineFields.ROOM);
    long first = number(fields, LineFields.FIRST, null);
    long last = number(fields, LineFields.LAST, null);
    if (first < 1 || last < first - 1 || rooms.containsKey(room)) {
      throw wrong(Problem.of(HistoryProblem.NOT_A_FIELD, LineFields.FIRST));
    }
    rooms.put(room, new Room(store.open(room, text(fields, LineFields.EPOCH), first, last)));
  }

  private void append(Map<String, String> fields) throws IOException, SQLException {
    String key = text(fields, LineFields.ROOM);
    Room room = rooms.get(key);
    long seq = number(fields, LineFields.SEQ, null);
    if (room == null || seq != room.next || seq > room.log.last()) {
      throw wrong(outOfOrder(key, seq, room == null ? 0 : room.next - 1));
    }
    room.next++;
    store.restore(
        room.log,
        new Entry(
            seq,
            time(fields),
            kind(text(fields, LineFields.TYPE)),
            fields.getOrDefault(LineFields.FROM, ""),
            fields.getOrDefault(LineFields.AUTHOR, ""),
            fields.getOrDefault(LineFields.ID, ""),
            fields.getOrDefault(LineFields.TEXT, ""),
            number(fields, LineFields.TARGET, 0L),
            state(fields.getOrDefault(LineFields.STATE, "original"))));
  }

  private void checkEnds() throws IOException {
    for (Map.Entry<String, Room> room : rooms.entrySet()) {
      Room its = room.getValue();
      if (its.next != its.log.last() + 1) {
        throw wrong(outOfOrder(room.getKey(), its.log.last(), its.next - 1));
      }
    }
  }

  private static Problem outOfOrder(String room, long seq, long before) {
    return Problem.of(HistoryProblem.OUT_OF_ORDER, seq, Printable.line(room), before);
  }

  private Instant time(Map<String, String> fields) throws IOException {
    try {
      return Instant.parse(text(fields, LineFields.TIME));
    } catch (DateTimeException _) {
      throw wrong(Problem.of(HistoryProblem.NOT_A_FIELD, LineFields.TIME));
    }
  }

  private Kind kind(String name) throws IOException {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    throw wrong(Problem.of(HistoryProblem.UNKNOWN_KIND, Printable.line(name)));
  }

  private State state(String name) throws IOException {
    for (State state : State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(name)) {
        return state;
      }
    }
    throw wrong(Problem.of(HistoryProblem.UNKNOWN_STATE, Printable.line(name)));
  }

  private String text(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw wrong(Problem.of(HistoryProblem.FIELD_MISSING, name));
    }
    return value;
  }

  private long number(Map<String, String> fields, String name, @Nullable Long missing)
      throws IOException {
    String value = fields.get(name);
    if (value == null && missing != null) {
      return missing;
    }
    try {
      return Long.parseLong(text(fields, name));
    } catch (NumberFormatException _) {
      throw wrong(Problem.of(HistoryProblem.NOT_A_FIELD, name));
    }
  }

  private ProblemIOException wrong(Problem why) {
    return new ProblemIOException(HistoryProblem.LINE, line, why);
  }
}
