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

/// One JSON object on one line (JSON Lines; RFC 8259): the only place where this program makes
/// JSON.
///
/// It is made by Jackson's streaming generator and not by hand, because the strings are what
/// strangers send: quoting them wrong would let a peer forge a line. jackson-core alone has that,
/// without reflection and without a dependency of its own.
///
/// A line is safe to show at a terminal: what [Printable] would not let pass stands as a `u` escape
/// of JSON, which every reader turns back into the same character.
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

  /// The line, without a newline at its end.
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

  /// Writes a peer's bytes so that they can be had back whole: as a field `text` if they are text,
  /// otherwise as a field `base64` (RFC 4648 §4, with padding).
  public static void bytes(JsonGenerator json, byte[] bytes) throws IOException {
    if (Printable.isText(bytes)) {
      json.writeStringField("text", new String(bytes, StandardCharsets.UTF_8));
    } else {
      json.writeStringField("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  /// Outside of its strings a line is ASCII without controls, so an escape can only land inside
  /// one.
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
