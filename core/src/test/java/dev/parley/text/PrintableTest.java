package dev.parley.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  /// What attackers send: screens, titles, clipboards, replies, reordering, forged lines, hidden
  /// text.
  private static final List<String> HOSTILE =
      List.of(
          "\u001b[2J\u001b[H",
          "\u001b]0;title\u0007",
          "\u001b]52;c;ZXZpbA==\u001b\\",
          "\u001b[6n\u001b[c\u001b[21t",
          "\u009b31mred",
          "\u0090q#0\u009c",
          "ok\r\nparley: login of root",
          "ok\rparley: login of root",
          "a\b\b\bb\u007f",
          "\u0000\u0007\u000b\u000c\u000e",
          "abc\u202efdp.exe",
          "\u2066if admin\u2069\u2067 // \u2069",
          "\u200f\u200e\u061c",
          "a\u2028b\u2029c\u0085d",
          "ad\u200bmin\u2060\ufeff",
          "hi\udb40\udc41\udb40\udc7f");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "C:\\new\\x1b",
        "Grüße",
        "服务端接收到信息",
        "👨‍👩‍👧 می‌خواهم",
        "\u00a0\u00ad\u2026",
        "\uffff"
      })
  void textPassesWhole(String text) {
    assertEquals(text, Printable.line(text));
    assertEquals(text, Printable.line(text.getBytes(UTF_8)));
    assertEquals(text, Printable.text(Message.of(text)));
    assertEquals(text, Printable.text(text));
  }

  @ParameterizedTest
  @CsvSource({
    "00, \\x00",
    "1b, \\x1b",
    "7f, \\x7f",
    "0a, \\n",
    "0d, \\r",
    "09, \\t",
    "0d0a, \\r\\n",
    "c280, \\u{80}",
    "c29b, \\u{9b}",
    "c29f, \\u{9f}",
    "d89c, \\u{61c}",
    "e2808e, \\u{200e}",
    "e280a8, \\u{2028}",
    "e280aa, \\u{202a}",
    "e280ae, \\u{202e}",
    "e281a6, \\u{2066}",
    "e281a9, \\u{2069}",
    "efbbbf, \\u{feff}",
    "f3a08080, \\u{e0000}",
    "f3a081bf, \\u{e007f}"
  })
  void whatIsNotForEyesIsShown(String hex, String expected) {
    assertEquals(expected, Printable.line(hex(hex)));
    assertEquals(expected, Printable.line(new String(hex(hex), UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "ff, \\xff",
    "80, \\x80",
    "c0af, \\xc0\\xaf",
    "c1bf, \\xc1\\xbf",
    "e09fbf, \\xe0\\x9f\\xbf",
    "eda080, \\xed\\xa0\\x80",
    "f08fbfbf, \\xf0\\x8f\\xbf\\xbf",
    "f4908080, \\xf4\\x90\\x80\\x80",
    "f5808080, \\xf5\\x80\\x80\\x80",
    "c3, \\xc3",
    "e282, \\xe2\\x82",
    "f09f98, \\xf0\\x9f\\x98",
    "c341, \\xc3A",
    "e28241, \\xe2\\x82A",
    "c31b, \\xc3\\x1b",
    "e2c3a9, \\xe2é",
    "f09fe282ac, \\xf0\\x9f€",
    "c30d, \\xc3\\r"
  })
  void whatIsNoUtf8IsShownByteByByte(String hex, String expected) {
    assertEquals(expected, Printable.line(hex(hex)));
  }

  @Test
  void loneSurrogatesOfAStringAreShown() {
    assertEquals("a\\u{d83d}b\\u{de00}", Printable.line("a\ud83db\ude00"));
  }

  @Test
  void textKeepsNewlinesAndTabsAndTakesCrLfForANewline() {
    assertEquals("a\tb\nc\nd\\re\\r", Printable.text("a\tb\nc\r\nd\re\r"));
    assertEquals("a\tb\nc\nd\\re\\r", Printable.text(Message.of("a\tb\nc\r\nd\re\r")));
    assertEquals("\\r\n", Printable.text(Message.of("\r\r\n")));
    assertEquals("\\ré\\r\\xff", Printable.text(Message.of(hex("0dc3a90dff"))));
  }

  @Test
  void hostileTextLosesItsTeeth() {
    for (String attack : HOSTILE) {
      assertSafeLine(Printable.line(attack));
      assertSafeLine(Printable.line(attack.getBytes(UTF_8)));
      assertSafeLine(Printable.line(attack.getBytes(ISO_8859_1)));
      assertSafeText(Printable.text(attack));
      assertSafeText(Printable.text(Message.of(attack)));
    }
  }

  @Test
  void anyBytesAndAnySplitOfThemAreSafe() {
    Random random = new Random(45);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = mixed(random);
      String line = Printable.line(bytes);
      assertSafeLine(line);
      assertTrue(line.length() <= 4 * bytes.length);
      assertSafeText(inPieces(bytes, random));
      assertEquals(Printable.text(Message.of(bytes)), inPieces(bytes, random));
    }
  }

  @Test
  void anyStringIsSafe() {
    Random random = new Random(46);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append((char) random.nextInt(0x10000));
      }
      assertSafeLine(Printable.line(text.toString()));
      assertSafeText(Printable.text(text.toString()));
    }
  }

  @Test
  void everyCharacterIsTreatedAlikeInStringsAndBytes() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < 0xd800 || c > 0xdfff) {
        String text = Character.toString(c);
        assertEquals(Printable.line(text), Printable.line(text.getBytes(UTF_8)));
        assertEquals(Printable.passes(c), Printable.line(text).equals(text));
      }
    }
  }

  @Test
  void aCapCutsBetweenCharactersAndLeavesAMark() {
    byte[] bytes = "aé€😀b".getBytes(UTF_8);
    String[] expected = {
      "…", "a…", "a…", "aé…", "aé…", "aé…", "aé€…", "aé€…", "aé€…", "aé€…", "aé€😀…", "aé€😀b",
      "aé€😀b"
    };
    for (int max = 0; max < expected.length; max++) {
      assertEquals(expected[max], Printable.line(bytes, max), "cap of " + max);
    }
    assertThrows(IllegalArgumentException.class, () -> Printable.line(bytes, -1));
  }

  @Test
  void aCapDoesNotHideBytesThatBeginNoCharacter() {
    assertEquals("\\xe2…", Printable.line(hex("e24141"), 1));
    assertEquals("\\xe2\\x82…", Printable.line(hex("e28241"), 2));
    assertEquals("…", Printable.line(hex("e282ac41"), 2));
    assertEquals("…", Printable.line(new byte[1], 0));
    assertEquals("", Printable.line(new byte[0], 0));
  }

  @Test
  void aCharacterSplitOverTwoReadsComesOutWhole() {
    byte[] bytes = "é€😀\r\n".getBytes(UTF_8);
    for (int split = 0; split <= bytes.length; split++) {
      Printable.Stream stream = new Printable.Stream();
      String printed = stream.print(Message.view(ByteBuffer.wrap(bytes), 0, split));
      printed += stream.print(Message.view(ByteBuffer.wrap(bytes), split, bytes.length - split));
      assertEquals("é€😀\n", printed, "split at " + split);
      assertEquals("", stream.flush());
    }
  }

  @Test
  void flushShowsWhatWasHeldBackAndGoesOn() {
    Printable.Stream stream = new Printable.Stream();
    assertEquals("a", stream.print(hex("61e282")));
    assertEquals("\\xe2\\x82", stream.flush());
    assertEquals("\\xac", stream.print(hex("ac")));
    assertEquals("", stream.print(hex("0d")));
    assertEquals("\\r", stream.flush());
    assertEquals("\n", stream.print(hex("0a")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', true", "09, true", "0a, true", "0d, true", "20, true", "e282ac, true", "e280ae, true",
    "00, false", "08, false", "0b, false", "1b, false", "7f, false", "c280, false", "c29f, false",
    "c2a0, true", "e282, false", "ff, false", "eda080, false", "c0af, false", "6180, false"
  })
  void textIsUtf8WithoutControls(String hex, boolean expected) {
    assertEquals(expected, Printable.isText(hex(hex)));
  }

  @Test
  void agreesWithTheJdkAboutWhatIsUtf8() {
    Random random = new Random(47);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = mixed(random);
      assertEquals(isUtf8WithoutControls(bytes), Printable.isText(bytes));
    }
  }

  private static boolean isUtf8WithoutControls(byte[] bytes) {
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .chars()
          .allMatch(c -> !Character.isISOControl(c) || "\t\n\r".indexOf(c) >= 0);
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /// Returns a few bytes: some random, most of them complete or truncated characters.
  private static byte[] mixed(Random random) {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    for (int i = random.nextInt(6); i > 0; i--) {
      byte[] some =
          switch (random.nextInt(4)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> HOSTILE.get(random.nextInt(HOSTILE.size())).substring(0, 2).getBytes(UTF_8);
            default -> Character.toString(random.nextInt(0xd800)).getBytes(UTF_8);
          };
      bytes.put(some, 0, random.nextInt(8) == 0 ? some.length - 1 : some.length);
    }
    byte[] all = new byte[bytes.position()];
    bytes.flip().get(all);
    return all;
  }

  private static String inPieces(byte[] bytes, Random random) {
    Printable.Stream stream = new Printable.Stream();
    StringBuilder printed = new StringBuilder();
    for (int from = 0; from < bytes.length; ) {
      int length = 1 + random.nextInt(bytes.length - from);
      printed.append(stream.print(Message.view(ByteBuffer.wrap(bytes), from, length)));
      from += length;
    }
    return printed.append(stream.flush()).toString();
  }

  private static void assertSafeText(String printed) {
    assertSafeLine(printed.replace("\n", "").replace("\t", ""));
  }

  /// An independent check by Unicode category, which would reveal a gap in the table.
  private static void assertSafeLine(String printed) {
    printed
        .codePoints()
        .forEach(c -> {
          boolean danger =
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
                case Character.FORMAT -> c >= 0x2000 && c != 0x200c && c != 0x200d && c < 0x11000;
                default -> false;
              };
          assertFalse(danger, () -> "U+%04X in %s".formatted(c, Printable.line(printed)));
        });
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void aPeerIsNamedByWhatItHasProvenAndItsAddress() {
    assertEquals("[::1]:7", Printable.peer(null, "[::1]:7"));
    assertEquals("laptop@127.0.0.1:7", Printable.peer("laptop", "127.0.0.1:7"));
    assertEquals("me@home-2_x.y@unix#3", Printable.peer("me@home-2_x.y", "unix#3"));
  }

  @Test
  void aPrincipalOfOtherCharactersStandsInQuotesAndForgesNothing() {
    assertEquals("\"CN=me, O=us\"@a:1", Printable.peer("CN=me, O=us", "a:1"));
    assertEquals("\"\"@a:1", Printable.peer("", "a:1"));
    assertEquals(
        "\"x\\x22@b:2: hi\\n\\x1b[2J\"@a:1", Printable.peer("x\"@b:2: hi\n\u001b[2J", "a:1"));
    assertEquals("x".repeat(200) + "@a:1", Printable.peer("x".repeat(200), "a:1"));
    assertEquals("\"" + "x".repeat(200) + "…\"@a:1", Printable.peer("x".repeat(201), "a:1"));
  }
}
