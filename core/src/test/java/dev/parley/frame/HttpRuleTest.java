package dev.parley.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: localhost\r\n\r\nquit\n",
        "GET /a%20b?c=d HTTP/1.0\n",
        "GET http://localhost:9000/ HTTP/1.1\r\n",
        "CONNECT localhost:443 HTTP/1.1\r\n",
        "OPTIONS * HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "m-search / HTTP/1.1\r\n",
        "X / HTTP/9.9\n"
      })
  void aRequestIsRecognisedFromItsLineEndOn(String request) {
    int line = request.indexOf('\n') + 1;
    for (int length = 0; length <= request.length(); length++) {
      assertEquals(
          length >= line, isAt(HttpRule.LINES, request.substring(0, length), false), "" + length);
    }
    assertTrue(isAt(HttpRule.DELIMITED, request, false));
    assertFalse(isAt(HttpRule.NONE, request, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET milk\n",
        "GET /milk\n",
        "GET / HTTP\n",
        "GET / HTTP/1\n",
        "GET / HTTP/1.\n",
        "GET / HTTP/1.1 \n",
        "GET / HTTP/1.10\n",
        "GET / http/1.1\n",
        "GET  HTTP/1.1\n",
        "GET HTTP/1.1\n",
        "GET /a b HTTP/1.1\n",
        " GET / HTTP/1.1\n",
        "G{T / HTTP/1.1\n",
        "HTTP/1.1\n",
        "I love HTTP/1.1\n",
        "我 / HTTP/1.1\n",
        "\nGET / HTTP/1.1\n",
        "x\nGET / HTTP/1.1\r\n",
        "\n",
        ""
      })
  void whatOthersSayIsNone(String text) {
    assertFalse(isAt(HttpRule.LINES, text, false));
    assertFalse(isAt(HttpRule.DELIMITED, text, false));
  }

  /// A message that ends before the line does.
  @Test
  void whereNoLineIsAwaitedTheFirstBytesAreEnough() {
    for (HttpRule rule : new HttpRule[] {HttpRule.DELIMITED, HttpRule.LENGTHS}) {
      assertTrue(isAt(rule, "POST /", false));
      assertTrue(isAt(rule, "OPTIONS *", false));
      assertTrue(isAt(rule, "GET http:", false));
      assertFalse(isAt(rule, "POST ", false));
      assertFalse(isAt(rule, "POSE /", false));
      assertFalse(isAt(rule, "GET milk and honey", false));
    }
    assertFalse(isAt(HttpRule.LINES, "POST /", false));
    assertTrue(isAt(HttpRule.LINES, "POST /", true));
    assertTrue(isAt(HttpRule.LINES, "BREW / HTTP/1.1", true));
    assertFalse(isAt(HttpRule.LINES, "BREW /", true));
  }

  /// `G`, 71, is the length of a message that is a request: somebody passes one on.
  @Test
  void whatIsInAFrameMayBeARequest() {
    assertFalse(isAt(HttpRule.LENGTHS, "GGET / HTTP/1.1\r\n", false));
    assertTrue(isAt(HttpRule.LENGTHS, "GET / HTTP/1.1\r\n", false));
  }

  @Test
  void aLineThatIsTooLongIsJudgedByItsBeginning() {
    String endless = "GET /" + "x".repeat(HttpRule.MOST - 5);
    assertTrue(isAt(HttpRule.LINES, endless, false));
    assertFalse(isAt(HttpRule.LINES, endless.substring(0, HttpRule.MOST - 1), false));
    assertFalse(isAt(HttpRule.LINES, "GET m" + "x".repeat(HttpRule.MOST), false));
  }

  @Test
  void eachFramingHasItsRule() {
    assertEquals(HttpRule.LINES, HttpRule.of(Framing.parse("line")));
    assertEquals(HttpRule.LINES, HttpRule.of(Framing.parse("line:crlf")));
    assertEquals(HttpRule.LINES, HttpRule.of(Framing.parse("auto")));
    assertEquals(HttpRule.DELIMITED, HttpRule.of(Framing.parse("delimiter:;")));
    for (String form : new String[] {"length:1", "length:2le", "length:varint", "length:1:chars"}) {
      assertEquals(HttpRule.LENGTHS, HttpRule.of(Framing.parse(form)));
    }
    Framing wide = Framing.parse("length:4le");
    assertEquals(HttpRule.NONE, HttpRule.of(wide.withMaxMessage(0x1fffffff)));
    assertEquals(HttpRule.LENGTHS, HttpRule.of(wide.withMaxMessage(0x20000000)));
    for (String form : new String[] {"raw", "stream", "fixed:4", "netstring", "ready"}) {
      assertEquals(HttpRule.NONE, HttpRule.of(Framing.parse(form)));
    }
  }
}
