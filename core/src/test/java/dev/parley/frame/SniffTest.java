package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SniffTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          length:4be | 'GET / HTTP/1.1' 0d0a   | ; the bytes look like an HTTP request
          length:4be | 'POST'                  | ; the bytes look like an HTTP request
          length:8le | 'OPTIONS * HTTP/1.1'    | ; the bytes look like an HTTP request
          length:4be | 'PRI * HTTP/2.0'        | ; the bytes look like an HTTP request
          length:4be | 'HTTP/1.1 400 Bad'      | ; the bytes look like an HTTP response
          length:4be | 'SSH-2.0-OpenSSH_9.9'   | ; the bytes look like an SSH banner
          length:4be | 16 03 01 02 00 01 00    | ; the bytes look like a TLS ClientHello
          length:4be | 00 01 00 04 21 12 a4 42 | ; the bytes look like a message of STUN
          length:4be | 00 64 00 01 00 04 21 12 a4 42 | ; the bytes look like a message of STUN
          length:4be | 00 64 00 01 00 04 21 12 a4 43 | ""
          length:4be | 02 01 00 04 21 12 a4 42 | ""
          length:4be | 03 00 00 13 0e e0 00 00 | ; the bytes look like a call for a remote desktop
          length:4be | 03 00 00 00 'abc'       | ; the bytes look like length 3 in the other byte order, length:4le
          length:4be | 'Parley sealed' 0a 01   | ; the bytes look like a sealed Parley server, for which this side needs a key
          length:4be | 16 03 01 02 00 02 00    | ""
          length:4be | 'rus5'                  | ; the bytes look like plain text
          length:4be | '1024'                  | ; the bytes look like ASCII digits
          length:4be | '5' 0a 'hello'          | ; the bytes look like plain text
          length:4be | 05 00 00 00 'hello'     | ; the bytes look like length 5 in the other byte order, length:4le
          length:4le | 00 00 01 00 'x'         | ; the bytes look like length 256 in the other byte order, length:4be
          length:8be | 0500000000000000        | ; the bytes look like length 5 in the other byte order, length:8le
          length:4be | ff ff ff ff             | ""
          length:4be | 80 e9 00 ff             | ""
          netstring  | 'hello world'           | ; the bytes look like plain text
          netstring  | 'GET / HTTP/1.1'        | ; the bytes look like an HTTP request
          line:crlf  | 16 03 01 02 00 01 0a    | ; the bytes look like a TLS ClientHello
          """)
  void faultSaysWhatTheBytesLookLike(String framing, String wire, String looks) {
    Framing tight = Framing.parse(framing).withMaxMessage(1000);
    String message = Wire.fault(tight, bytes(wire)).getMessage();
    int tail = message.indexOf(';');
    assertEquals(looks, tail < 0 ? "" : message.substring(tail));
  }

  @ParameterizedTest
  @CsvSource({"length:4be", "netstring", "line:crlf", "delimiter:%0A", "line"})
  void peerBytesAreNeverInTheMessage(String framing) {
    byte[] wire = bytes("'GET /secret-token' 1b 0a 'x'");
    String message = Wire.fault(Framing.parse(framing).withMaxMessage(4), wire).getMessage();
    assertFalse(message.contains("secret"), message);
    assertTrue(message.endsWith("an HTTP request"), message);
  }
}
