package dev.parley.cli.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputLinesTest {
  @Test
  void linesEndInLfOrCrLfAndTheLastNeedsNoEnd() throws IOException {
    assertEquals(List.of("a", "", "b", "c\rd", "e"), lines("a\n\nb\r\nc\rd\ne", 100));
    assertEquals(List.of("a"), lines("a\n", 100));
    assertEquals(List.of("a\r"), lines("a\r", 100));
    assertEquals(List.of(), lines("", 100));
    assertEquals(List.of(""), lines("\n", 100));
  }

  @Test
  void aLineOfTheMaximumIsWholeAndOneMoreIsCut() throws IOException {
    InputLines lines = new InputLines(dripping("abc\r\nabcd\nabcdefgh\nx"), 3);
    assertLine("abc", 1, false, lines);
    assertLine("abc", 2, true, lines);
    assertLine("abc", 3, true, lines);
    assertLine("x", 4, false, lines);
    assertNull(lines.next());
  }

  @Test
  void anEndlessLineTakesNoMoreMemoryThanTheMaximum() throws IOException {
    InputStream zeros = new Zeros(1L << 31);
    InputLines.Line line = new InputLines(zeros, 1000).next();
    assertNotNull(line);
    assertTrue(line.isCut());
    assertEquals(1000, line.bytes().length);
  }

  private static void assertLine(String text, long number, boolean isCut, InputLines lines)
      throws IOException {
    InputLines.Line line = lines.next();
    assertNotNull(line);
    assertEquals(text, new String(line.bytes(), UTF_8));
    assertEquals(number, line.number());
    assertEquals(isCut, line.isCut());
  }

  /// Returns the lines of `text`, which are the same whether it arrives at once or byte by byte.
  private static List<String> lines(String text, int max) throws IOException {
    List<String> atOnce = lines(new ByteArrayInputStream(text.getBytes(UTF_8)), max);
    assertEquals(atOnce, lines(dripping(text), max));
    return atOnce;
  }

  private static List<String> lines(InputStream in, int max) throws IOException {
    List<String> all = new ArrayList<>();
    InputLines lines = new InputLines(in, max);
    for (var line = lines.next(); line != null; line = lines.next()) {
      assertFalse(line.isCut());
      all.add(new String(line.bytes(), UTF_8));
    }
    return all;
  }

  private static InputStream dripping(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8)) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1));
      }
    };
  }

  /// A stream of `count` bytes without a newline.
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long count) {
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = (int) Math.min(length, left);
      left -= count;
      return count == 0 ? -1 : count;
    }
  }
}
