package dev.parley.prelude;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.prelude.FirstBytes.Match;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstBytesTest {
  private static Match match(FirstBytes bytes, String text) {
    ByteBuffer in = ByteBuffer.allocate(text.length() + 3).position(3);
    in.put(text.getBytes(ISO_8859_1)).flip().position(3);
    Match match = bytes.match(in);
    assertEquals(3, in.position());
    return match;
  }

  @ParameterizedTest
  @CsvSource({
    "'G', MORE",
    "'GET', MORE",
    "'GET ', YES",
    "'GET / HTTP/1.1', YES",
    "'GETS ', NO",
    "'get ', NO",
    "' GET ', NO",
    "'P', MORE",
    "'PATCH ', YES",
    "'PRI * HTTP/', MORE",
    "'PRI * HTTP/2.0', YES",
    "'PRIM', NO",
    "'PROPFIND /', NO",
    "'你好', NO"
  })
  void anHttpRequestIsAMethodAndASpace(String text, Match expected) {
    assertEquals(expected, match(FirstBytes.httpRequest(), text));
  }

  @Test
  void tlsIsAHandshakeRecord() {
    assertEquals(Match.MORE, match(FirstBytes.tlsClientHello(), "\u0016"));
    assertEquals(Match.YES, match(FirstBytes.tlsClientHello(), "\u0016\u0003"));
    assertEquals(Match.YES, match(FirstBytes.tlsClientHello(), "\u0016\u0003\u0001\u0002"));
    assertEquals(Match.NO, match(FirstBytes.tlsClientHello(), "\u0016\u0004"));
    assertEquals(Match.NO, match(FirstBytes.tlsClientHello(), "\u0003"));
  }

  @Test
  void aCallersArrayMayChangeAfterwards() {
    byte[] beginning = {'a', 'b'};
    FirstBytes bytes = FirstBytes.of(beginning);
    beginning[0] = 'x';
    assertEquals(Match.YES, match(bytes, "abc"));
  }
}
