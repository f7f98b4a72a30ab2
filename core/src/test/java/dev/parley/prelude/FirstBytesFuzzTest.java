package dev.parley.prelude;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.prelude.FirstBytes.Match;
import dev.parley.testing.FuzzInput;
import java.nio.ByteBuffer;
import java.util.List;

/// Fuzzes the recognition of protocols by the first bytes of a stranger.
class FirstBytesFuzzTest {
  private static final List<String> METHODS =
      List.of(
          "GET ",
          "HEAD ",
          "POST ",
          "PUT ",
          "DELETE ",
          "CONNECT ",
          "OPTIONS ",
          "TRACE ",
          "PATCH ",
          "PRI * HTTP/2");

  /// Any bytes, and those that begin like a request, byte by byte: as strings say.
  @FuzzTest
  void httpRequest(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    String method = METHODS.get(input.choice(METHODS.size()));
    String text =
        method.substring(0, input.choice(method.length() + 1))
            + new String(input.rest(), ISO_8859_1);
    String all = text.substring(0, Math.min(text.length(), FirstBytes.MAX_BYTES));
    Match before = Match.MORE;
    for (int i = 1; i <= all.length(); i++) {
      String so = all.substring(0, i);
      Match match =
          FirstBytes.httpRequest()
              .match(ByteBuffer.wrap(so.getBytes(ISO_8859_1)).asReadOnlyBuffer());
      assertEquals(model(so), match, so);
      if (before != Match.MORE) {
        assertEquals(before, match, "what is decided stays so");
      }
      before = match;
    }
  }

  private static Match model(String so) {
    if (METHODS.stream().anyMatch(so::startsWith)) {
      return Match.YES;
    }
    return METHODS.stream().anyMatch(method -> method.startsWith(so)) ? Match.MORE : Match.NO;
  }
}
