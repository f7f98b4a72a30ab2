package dev.parley.cli.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/// One JSON object on one line (JSON Lines; RFC 8259): the only place where this program generates
/// JSON.
///
/// It uses Jackson's streaming generator instead of our own code, because the strings come from
/// strangers: quoting them wrong would let a peer forge a line. jackson-core alone suffices,
/// without reflection and without dependencies of its own.
///
/// A line is safe to show at a terminal: characters that [Printable] rejects are written as JSON
/// `u` escapes, which every reader turns back into the same character.
public final class JsonLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private JsonLine() {}

  /// Writes the fields of one object.
  @FunctionalInterface
  public interface Fields {
    /// Writes them; the braces are there already.
    void write(JsonGenerator json) throws IOException;
  }

  /// Returns the line, without a newline at its end.
  public static String of(Fields fields) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string in memory refused to be written", e);
    }
    return escaped(line.toString());
  }

  /// Writes a field `time`, in UTC to the millisecond: `2026-11-21T10:00:00.000Z`.
  public static void time(JsonGenerator json, Instant time) throws IOException {
    json.writeStringField("time", TIME.format(time));
  }

  /// Writes a peer's bytes without loss: as a field `text` if they are text, otherwise as a field
  /// `base64` (RFC 4648 §4, with padding).
  public static void bytes(JsonGenerator json, byte[] bytes) throws IOException {
    if (Printable.isText(bytes)) {
      json.writeStringField("text", new String(bytes, StandardCharsets.UTF_8));
    } else {
      json.writeStringField("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  /// Escapes unsafe characters. Outside of its strings a line is ASCII without control characters,
  /// so an escape can only be inside a string.
  private static String escaped(String line) {
    if (line.codePoints().allMatch(Printable::passes)) {
      return line;
    }
    StringBuilder safe = new StringBuilder(line.length() + 16);
    line.codePoints()
        .forEach(character -> {
          if (Printable.passes(character)) {
            safe.appendCodePoint(character);
          } else {
            for (char unit : Character.toChars(character)) {
              safe.append("\\u").append(HexFormat.of().toHexDigits(unit));
            }
          }
        });
    return safe.toString();
  }
}
