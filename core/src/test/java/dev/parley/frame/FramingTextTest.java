package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "line",
        "line:crlf",
        "raw",
        "stream",
        "length:1be",
        "length:1le",
        "length:2be",
        "length:2le",
        "length:4be",
        "length:4le",
        "length:8be",
        "length:8le",
        "length:varint",
        "delimiter:%0D%0A",
        "delimiter:%3A%25%20a-b_c.d~e",
        "delimiter:%E5%A5%BD",
        "delimiter:%00",
        "fixed:1",
        "fixed:1073741824",
        "netstring",
        "length:1be:chars",
        "length:4le:chars",
        "length:varint:chars",
        "ready:chars",
        "ready",
        "auto"
      })
  void whatIsPrintedIsReadAndPrintedAgain(String text) {
    Framing framing = Framing.parse(text);
    assertEquals(text, framing.toString());
    assertEquals(framing, Framing.parse(framing.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "length,length:4be",
    "length:4,length:4be",
    "length:1,length:1be",
    "length:8,length:8be",
    "LENGTH:4LE,length:4le",
    "length:chars,length:4be:chars",
    "length:2:chars,length:2be:chars",
    "Length:4le:Chars,length:4le:chars",
    "Line:CrLf,line:crlf",
    "RAW,raw",
    "Delimiter:%0d%0aX,delimiter:%0D%0AX",
    "delimiter:a:b,delimiter:a%3Ab",
    "delimiter:+,delimiter:%2B",
    "delimiter:好,delimiter:%E5%A5%BD",
    "fixed:007,fixed:7"
  })
  void otherSpellingsMeanTheSame(String spelling, String text) {
    assertEquals(Framing.parse(text), Framing.parse(spelling));
    assertEquals(text, Framing.parse(spelling).toString());
  }

  @Test
  void everyByteOfADelimiterSurvivesItsTextForm() {
    for (int b = 0; b < 256; b++) {
      Framing framing = Framing.delimiter(new byte[] {(byte) b, 'x'});
      assertEquals(framing, Framing.parse(framing.toString()));
    }
    assertEquals(Framing.delimiter(bytes("0d0a")), Framing.parse("delimiter:%0D%0A"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "lines",
        "line:",
        "line:lf",
        "raw:1",
        "length:",
        "length:3",
        "length:be",
        "length:4xe",
        "length:-4",
        "delimiter",
        "delimiter:",
        "delimiter:%",
        "delimiter:%0",
        "delimiter:%zz",
        "delimiter:a%",
        "fixed",
        "fixed:",
        "fixed:0",
        "fixed:-1",
        "fixed:x",
        "fixed:1073741825",
        "fixed:99999999999999999999",
        "fixed:1k",
        " line",
        "netstring:1"
      })
  void unknownFormIsRefusedWithTheFormsThatAreKnown(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Framing.parse(text)).getMessage();
    assertTrue(message.startsWith("framing '" + text + "' "), message);
    assertTrue(message.contains("line, line:crlf, raw"), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void whatCouldSteerATerminalIsNotEchoed() {
    String hostile = "\u001b]0;x\u0007\r\n\u202e\u009b";
    String message =
        assertThrows(IllegalArgumentException.class, () -> Framing.parse(hostile)).getMessage();
    assertTrue(
        message.startsWith("framing '\\u001b]0;x\\u0007\\u000d\\u000a\\u202e\\u009b' is unknown"),
        message);
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
  }

  @Test
  void longWordIsCut() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Framing.parse("x".repeat(10_000)))
            .getMessage();
    assertTrue(message.length() < 300, message);
  }

  @Test
  void delimiterOf65BytesIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Framing.parse("delimiter:" + "x".repeat(65)));
  }
}
