package dev.parley.history.internal.tools;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.chat.history.Entry;
import dev.parley.history.internal.store.Database;
import dev.parley.history.internal.store.EntryRow;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.function.LongConsumer;

/// Writes all rooms and entries as JSON Lines ([LineFields]), as they are at one moment, safe to
/// show at a terminal. Settings are not written: some are secrets.
public final class Export {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final Database source;
  private final JsonGenerator json;

  /// Writes what `source` reads to `output`, which stays open.
  public Export(Database source, OutputStream output) throws IOException {
    this.source = source;
    this.json = new JsonFactory().createGenerator(output, JsonEncoding.UTF8);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(null);
    json.setCharacterEscapes(new SafeEscapes());
  }

  /// Writes everything, and returns the number of entries.
  ///
  /// @param progress is given the number of entries that were written
  public long run(LongConsumer progress) throws IOException, SQLException {
    source.run("BEGIN"); // One moment, whatever is appended meanwhile.
    try {
      writeRooms();
      return writeEntries(progress);
    } finally {
      source.rollBack();
      json.flush();
    }
  }

  private void writeRooms() throws IOException, SQLException {
    try (PreparedStatement rooms =
            source.prepare("SELECT key, epoch, first, last FROM room ORDER BY id");
        ResultSet row = rooms.executeQuery()) {
      while (row.next()) {
        json.writeStartObject();
        json.writeStringField(LineFields.KIND, LineFields.KIND_ROOM);
        json.writeStringField(LineFields.ROOM, row.getString(1));
        json.writeStringField(LineFields.EPOCH, row.getString(2));
        json.writeNumberField(LineFields.FIRST, row.getLong(3));
        json.writeNumberField(LineFields.LAST, row.getLong(4));
        endLine();
      }
    }
  }

  private long writeEntries(LongConsumer progress) throws IOException, SQLException {
    long written = 0;
    try (PreparedStatement entries =
            source.prepare(
                "SELECT "
                    + EntryRow.COLUMNS
                    + ", r.key FROM entry e JOIN room r ON r.id = e.room ORDER BY e.id");
        ResultSet row = entries.executeQuery()) {
      while (row.next()) {
        write(row.getString(EntryRow.NEXT_COLUMN), EntryRow.read(row));
        progress.accept(++written);
      }
    }
    return written;
  }

  private void write(String room, Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField(LineFields.KIND, LineFields.KIND_MESSAGE);
    json.writeStringField(LineFields.ROOM, room);
    json.writeNumberField(LineFields.SEQ, entry.seq());
    json.writeStringField(LineFields.TIME, TIME.format(entry.time()));
    json.writeStringField(LineFields.TYPE, lower(entry.kind()));
    json.writeStringField(LineFields.FROM, entry.sender());
    json.writeStringField(LineFields.AUTHOR, entry.author());
    json.writeStringField(LineFields.ID, entry.id());
    json.writeStringField(LineFields.TEXT, entry.text());
    json.writeNumberField(LineFields.TARGET, entry.target());
    json.writeStringField(LineFields.STATE, lower(entry.state()));
    endLine();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void endLine() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
  }
}
