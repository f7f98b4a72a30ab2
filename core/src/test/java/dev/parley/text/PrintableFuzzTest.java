package dev.parley.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.frame.Message;
import dev.parley.testing.FuzzInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/// Peer bytes on their way to a terminal, compared with the JDK's UTF-8 decoder.
class PrintableFuzzTest {
  /// However the bytes are split, the output contains nothing that a terminal would interpret.
  @FuzzTest
  void bytes(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] sizes = input.readSizes();
    int cap = input.choice(256);
    byte[] peers = input.rest();

    String line = Printable.line(peers);
    assertTrue(line.codePoints().allMatch(Printable::passes), line);
    assertTrue(line.length() <= 4 * peers.length);
    String text = Printable.text(Message.of(peers));
    assertTrue(
        text.codePoints().allMatch(c -> Printable.passes(c) || c == '\n' || c == '\t'), text);
    assertTrue(text.length() <= 4 * peers.length);

    Printable.Stream stream = new Printable.Stream();
    StringBuilder pieces = new StringBuilder();
    for (byte[] piece : FuzzInput.cut(sizes, peers)) {
      pieces.append(stream.print(piece));
    }
    assertEquals(text, pieces.append(stream.flush()).toString());

    String capped = Printable.line(peers, cap);
    if (peers.length <= cap) {
      assertEquals(line, capped);
    } else {
      assertTrue(capped.endsWith("…"), capped);
      String body = capped.substring(0, capped.length() - 1);
      assertTrue(body.length() <= 4 * cap);
      assertTrue(line.startsWith(body), () -> line + " does not begin with " + body);
    }

    String strict = strictly(peers);
    boolean isPlain =
        strict != null
            && strict
                .codePoints()
                .noneMatch(c -> Character.isISOControl(c) && "\t\n\r".indexOf(c) < 0);
    assertEquals(isPlain, Printable.isText(peers));
    if (strict != null) {
      assertEquals(Printable.line(strict), line);
      assertEquals(Printable.text(strict), text);
    }
  }

  /// Strings of arbitrary `char`s, including unpaired surrogates.
  @FuzzTest
  void strings(byte[] bytes) {
    String any = ByteBuffer.wrap(bytes, 0, bytes.length & ~1).asCharBuffer().toString();
    assertTrue(Printable.line(any).codePoints().allMatch(Printable::passes));
    assertTrue(
        Printable.text(any)
            .codePoints()
            .allMatch(c -> Printable.passes(c) || c == '\n' || c == '\t'));
    if (any.codePoints().allMatch(Printable::passes)) {
      assertEquals(any, Printable.line(any));
      assertEquals(any, Printable.line(any.getBytes(UTF_8)));
    }
  }

  private static @Nullable String strictly(byte[] bytes) {
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
