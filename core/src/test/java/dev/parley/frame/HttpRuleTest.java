package dev.parley.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRuleTest {
  private static boolean isAt(HttpRule rule, String text, boolean isAll) {
    ByteBuffer in = ByteBuffer.wrap(("??" + text).getBytes(ISO_8859_1)).position(2);
    boolean isAt = rule.isAt(in, isAll);
    assertEquals(2, in.position());
    return isAt;
  }

  private static boolean isRequest(String line) {
    byte[] bytes = line.getBytes(ISO_8859_1);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return RequestLine.isWhole(in, 0, bytes.length);
  }

  private static void check(HttpRule rule, String message) throws ProtocolException {
    rule.check(Message.of(message.getBytes(ISO_8859_1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1",
        "GET /a%20b?c=d HTTP/1.0",
        "GET http://localhost:9000/ HTTP/1.1\r",
        "CONNECT localhost:443 HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "PRI * HTTP/2.0",
        "m-search / HTTP/1.1",
        "X / HTTP/9.9",
        "12 / HTTP/1.1",
        "GET / HTTP/1.1 ",
        " GET / HTTP/1.1",
        "GET\t/ HTTP/1.1",
        "GET  /\t HTTP/1.1",
        "GET /a b HTTP/1.1"
      })
  void aRequestLineIsRefusedWhereLinesAreMessages(String line) {
    assertTrue(isRequest(line));
    assertThrows(ProtocolException.class, () -> check(HttpRule.LINES, line));
    for (int length = 0; length < line.stripTrailing().length(); length++) {
      assertFalse(isRequest(line.substring(0, length)), "" + length);
    }
    assertFalse(isAt(HttpRule.LINES, line + "\n", false)); // its decoder finds the line end
    assertFalse(isAt(HttpRule.NONE, line, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello /world",
        "GET milk",
        "GET /milk",
        "GET / HTTP",
        "GET / HTTP/1",
        "GET / HTTP/1.",
        "GET / HTTP/1.10",
        "GET / http/1.1",
        "GET  HTTP/1.1",
        "GET HTTP/1.1",
        "see /docs for HTTP/1.1",
        "G{T / HTTP/1.1",
        "HTTP/1.1",
        "I love HTTP/1.1",
        "我 / HTTP/1.1",
        ""
      })
  void whatOthersSayIsNone(String line) throws Exception {
    assertFalse(isRequest(line));
    check(HttpRule.LINES, line);
    assertFalse(isAt(HttpRule.LINES, line + "\n", true));
  }

  private static final String STUN = "\0\1\0\10!\22\u00a4B";

  @ParameterizedTest
  @ValueSource(strings = {STUN, STUN + "more\nof it\n", "\0\24" + STUN, "\1\24" + STUN})
  void aMessageOfStunIsRefused(String message) {
    for (HttpRule rule : HttpRule.values()) {
      boolean isLooked = rule != HttpRule.NONE && rule != HttpRule.READY;
      assertEquals(isLooked, isAt(rule, message, false), rule.name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\1\0\10!\22\u00a4",
        "\2\1\0\10!\22\u00a4B",
        "\0\1\0\10!\22\u00a4C",
        "\0\5hello"
      })
  void whatHasNoCookieOfStunIsNone(String message) {
    for (HttpRule rule : HttpRule.values()) {
      assertFalse(isAt(rule, message, false), rule.name());
    }
  }

  @Test
  void aRequestLineMayBeAsLongAsTheFramingAllows() {
    assertTrue(isRequest("FOO /" + "x".repeat(1 << 20) + " HTTP/1.1"));
  }

  /// A message that ends before the line does.
  @Test
  void whereNoLineIsAwaitedTheFirstBytesAreEnough() {
    for (HttpRule rule : new HttpRule[] {HttpRule.DELIMITED, HttpRule.LENGTHS}) {
      for (String request :
          new String[] {
            "POST /",
            "OPTIONS *",
            "GET http:",
            "CONNECT a:",
            "FOO /",
            "PROPFIND /",
            "POST \t/",
            "\r\nGET /",
            "foo / HTTP/1.1\n",
            "X http://x/ HTTP/1.1\r\n"
          }) {
        assertTrue(isAt(rule, request, false), request);
      }
      for (String text :
          new String[] {
            "POST ",
            "GET milk and honey",
            "hello /world;",
            "SELECT * FROM t;",
            "SAY a:b;",
            "HI /",
            "POST\n/",
            "hello /world\n",
            ""
          }) {
        assertFalse(isAt(rule, text, false), text);
      }
    }
    assertFalse(isAt(HttpRule.LINES, "POST /", false));
    assertTrue(isAt(HttpRule.LINES, "POST /", true));
    assertTrue(isAt(HttpRule.LINES, "BREW / HTTP/1.1", true));
    assertFalse(isAt(HttpRule.LINES, "BREW /", true));
  }

  private static boolean mayDecode(HttpRule rule, String text, boolean isAll) throws Exception {
    return rule.check(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), isAll);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P", "POST", "POST ", "POST h", "CONNECT a.b", "\026", "\026\003"})
  void whatMayBecomeARequestWaits(String text) throws Exception {
    assertFalse(mayDecode(HttpRule.DELIMITED, text, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "PA ", "POSE", "POST;", "GET milk;", "HELLO", "\026x", "\r\n"})
  void whatCannotBecomeOneDoesNotWait(String text) throws Exception {
    assertTrue(mayDecode(HttpRule.DELIMITED, text, false));
  }

  @Test
  void aHostIsAwaitedUpToItsLongest() throws Exception {
    assertFalse(mayDecode(HttpRule.DELIMITED, "CONNECT " + "x".repeat(300), false));
    assertTrue(mayDecode(HttpRule.DELIMITED, "CONNECT " + "x".repeat(301), false));
  }

  @Test
  void eightKibibytesAreLookedAtWhateverIsInThem() throws Exception {
    int most = 1 << 13;
    for (HttpRule rule : new HttpRule[] {HttpRule.DELIMITED, HttpRule.LENGTHS}) {
      String target = " /index";
      assertTrue(isAt(rule, "X".repeat(most - 2) + target, false));
      assertFalse(isAt(rule, "X".repeat(most - 1) + target, false));
      String request = "foo /" + "x".repeat(most - 15) + " HTTP/1.1\n";
      assertEquals(most, request.length());
      assertTrue(isAt(rule, request, false));
      assertFalse(isAt(rule, "f" + request, false));
      String blanks = "POST" + " ".repeat(most - 4);
      assertFalse(isAt(rule, blanks, false), "more may come");
      assertTrue(isAt(rule, blanks + " ", false), "nothing but a target may");
      assertTrue(isAt(rule, blanks + " /", true));
    }
  }

  @Test
  void theEndOfTheStreamEndsTheWait() throws Exception {
    assertTrue(mayDecode(HttpRule.DELIMITED, "POST ", true));
  }

  @Test
  void aLengthOfDigitsMayBeAMethod() throws Exception {
    assertTrue(isAt(HttpRule.READY, "12 /", false));
    assertTrue(isAt(HttpRule.READY, "12 http://x/ HTTP/1.1\r\n", false));
    assertFalse(isAt(HttpRule.READY, "12", false));
    assertFalse(isAt(HttpRule.READY, "12 hello /world", false));
    assertFalse(isAt(HttpRule.READY, "7\n/ HTTP/", false));
    assertThrows(ProtocolException.class, () -> check(HttpRule.READY, "/ HTTP/1.1\r\n"));
    check(HttpRule.READY, "/world");
  }

  @Test
  void aClientHelloIsRecognised() {
    String record = "\026\003\001\002\012\001\000\002\006\003\003";
    for (HttpRule rule : new HttpRule[] {HttpRule.LINES, HttpRule.DELIMITED}) {
      assertFalse(isAt(rule, record.substring(0, 2), false));
      assertTrue(isAt(rule, record.substring(0, 2), true));
      assertTrue(isAt(rule, record.substring(0, 3), false));
      assertTrue(isAt(rule, "\026\003\004", false));
      assertFalse(isAt(rule, "\026\003\005", false));
    }
    assertFalse(isAt(HttpRule.LENGTHS, record.substring(0, 9), false));
    assertTrue(isAt(HttpRule.LENGTHS, record.substring(0, 10), false));
    assertFalse(isAt(HttpRule.LENGTHS, "\026\003\001\001\001\002\000\001\001\003", false));
  }

  @Test
  void eachFramingHasItsRule() {
    assertEquals(HttpRule.LINES, Framing.parse("line").httpRule());
    assertEquals(HttpRule.LINES, Framing.parse("line:crlf").httpRule());
    assertEquals(HttpRule.LINES, Framing.parse("auto").httpRule());
    assertEquals(HttpRule.DELIMITED, Framing.parse("delimiter:;").httpRule());
    for (String form : new String[] {"length:1", "length:2le", "length:varint", "length:1:chars"}) {
      assertEquals(HttpRule.LENGTHS, Framing.parse(form).httpRule());
    }
    Framing wide = Framing.parse("length:4le");
    assertEquals(HttpRule.NONE, wide.withMaxMessage(0x1fffffff).httpRule());
    assertEquals(HttpRule.LENGTHS, wide.withMaxMessage(0x20000000).httpRule());
    assertEquals(HttpRule.READY, Framing.parse("ready").httpRule());
    for (String form : new String[] {"raw", "stream", "fixed:4", "netstring"}) {
      assertEquals(HttpRule.NONE, Framing.parse(form).httpRule());
    }
  }
}
