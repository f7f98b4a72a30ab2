package dev.parley.cli.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.parley.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLineTest {
  @Test
  void isOneObject() {
    assertEquals(
        "{\"event\":\"opened\",\"session\":7}",
        JsonLine.of(json -> {
          json.writeStringField("event", "opened");
          json.writeNumberField("session", 7);
        }));
    assertEquals("{}", JsonLine.of(_ -> {}));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00Z, 2026-11-21T10:00:00.000Z",
    "2026-11-21T10:00:00.0004Z, 2026-11-21T10:00:00.000Z",
    "2026-11-21T10:00:00.417999Z, 2026-11-21T10:00:00.417Z"
  })
  void timesHaveMillisecondsAlways(Instant time, String expected) {
    assertEquals("{\"time\":\"" + expected + "\"}", JsonLine.of(json -> JsonLine.time(json, time)));
  }

  @Test
  void textStaysReadable() {
    assertEquals("{\"text\":\"服务端 \\\"é\\\" \\\\\\r\\n\\t😀\"}", bytes("服务端 \"é\" \\\r\n\t😀"));
    assertEquals("{\"text\":\"\"}", bytes(""));
  }

  @Test
  void otherBytesGoAsBase64() {
    assertEquals("{\"base64\":\"AA==\"}", bytes("\0"));
    assertEquals("{\"base64\":\"G1sySg==\"}", bytes("\u001b[2J"));
    assertEquals(
        "{\"base64\":\"/w==\"}", JsonLine.of(json -> JsonLine.bytes(json, new byte[] {-1})));
  }

  @Test
  void whatATerminalWouldObeyIsEscapedAndComesBackTheSame() throws IOException {
    String text = "a\u202eb\u2028\u2066\ufeff\udb40\udc41 \u200b";
    String line = bytes(text);
    assertTrue(line.codePoints().allMatch(Printable::passes), line);
    assertEquals(text, read(line));
  }

  @Test
  void anyStringMakesOneSafeLineAndComesBackTheSame() throws IOException {
    Random random = new Random(49);
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
      }
      String line = JsonLine.of(json -> json.writeStringField("peer", text.toString()));
      assertTrue(line.codePoints().allMatch(Printable::passes), line);
      assertEquals(text.toString(), read(line));
    }
  }

  private static String bytes(String text) {
    return JsonLine.of(json -> JsonLine.bytes(json, text.getBytes(UTF_8)));
  }

  /// Returns the value of the first field, as another program reads it.
  private static String read(String line) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(line)) {
      json.nextToken();
      json.nextToken();
      return json.nextTextValue();
    }
  }
}
