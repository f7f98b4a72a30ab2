package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramingTest {
  private static final Framing LINE = Framing.line();
  private static final Framing STRICT = Framing.lineCrlf();

  @Test
  void oneCarriageReturnBeforeTheLineFeedIsDropped() throws ProtocolException {
    byte[] wire = bytes("'a' 0d0a 'b' 0d0d0a 0d0a 'c' 0d 'd' 0a");
    List<Message> lines =
        List.of(Message.of("a"), Message.of("b\r"), Message.empty(), Message.of("c\rd"));
    assertEquals(lines, new Wire(LINE).read(wire).end().messages());
    assertEquals(lines, new Wire(LINE).readInPieces(wire, 1).end().messages());
  }

  @Test
  void lastLineWithoutItsEndIsAMessage() throws ProtocolException {
    assertEquals(
        List.of(Message.of("a"), Message.of("b\r")),
        new Wire(LINE).read(bytes("'a' 0a 'b' 0d")).end().messages());
  }

  @Test
  void exactLimitWithCarriageReturnPasses() throws ProtocolException {
    Framing three = LINE.withMaxMessage(3);
    byte[] wire = bytes("'abc' 0d0a 'ab' 0d0d0a");
    List<Message> lines = List.of(Message.of("abc"), Message.of("ab\r"));
    assertEquals(lines, new Wire(three).read(wire).messages());
    assertEquals(lines, new Wire(three).readInPieces(wire, 1).messages());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'abcd'",
        "'abc' 0d 'x'",
        "'abc' 0d0d",
        "'abc' 0d0d0a",
        "'abcd' 0a",
        "'abcdefghijkl' 0a"
      })
  void oneOverTheLimitIsTooLargeBeforeItsEnd(String wire) {
    assertEquals(Fault.TOO_LARGE, Wire.fault(LINE.withMaxMessage(3), bytes(wire)).fault());
  }

  @Test
  void carriageReturnThatMayBeAnEndIsWaitedFor() throws ProtocolException {
    Wire peer = new Wire(LINE.withMaxMessage(3)).read(bytes("'abc' 0d"));
    assertEquals(List.of(), peer.messages());
    assertEquals(Fault.TOO_LARGE, assertThrows(ProtocolException.class, peer::end).fault());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'ab' 0a", "0a", "'ab' 0d 'c'", "0d0d0a", "'abcdefghij' 0a"})
  void bareLineFeedOrCarriageReturnIsMalformedWhereStrict(String wire) {
    ProtocolException fault = Wire.fault(STRICT, bytes(wire));
    assertEquals(Fault.MALFORMED, fault.fault());
    assertTrue(fault.getMessage().startsWith("bare "), fault.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'abcd'", "'abcd' 0d0a", "'abcde' 0a"})
  void oneOverTheLimitIsTooLargeWhereStrict(String wire) {
    assertEquals(Fault.TOO_LARGE, Wire.fault(STRICT.withMaxMessage(3), bytes(wire)).fault());
  }

  @Test
  void messageWithItsOwnEndIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Wire.encode(LINE, Message.of("a\nb")));
    assertThrows(IllegalArgumentException.class, () -> Wire.encode(STRICT, Message.of("a\nb")));
    assertThrows(IllegalArgumentException.class, () -> Wire.encode(STRICT, Message.of("a\r")));
  }

  @Test
  void bytesBeforeTheMessageDoNotMatterToTheEncoder() {
    ByteBuffer out = ByteBuffer.allocate(16).put(bytes("0a0d 'x'"));
    LINE.encoder().finish(2, out);
    assertArrayEquals(bytes("0a0d 'x' 0a"), Arrays.copyOf(out.array(), out.position()));
  }

  /// Bytes that the decoder has searched are overwritten with line ends, which it would find if it
  /// searched again. So a line that arrives byte by byte costs no more than one that arrives at
  /// once.
  @Test
  void bytesOnceLookedAtAreNotLookedAtAgain() throws ProtocolException {
    int length = 1000;
    Message view = Message.view();
    for (Framing framing : List.of(LINE, STRICT, Framing.delimiter(bytes("0d0a")))) {
      Decoder decoder = framing.withMaxMessage(length).decoder();
      ByteBuffer in = ByteBuffer.allocate(length + 2);
      in.put(length, (byte) '\r').put(length + 1, (byte) '\n');
      for (int limit = 0; limit < in.capacity(); limit++) {
        assertFalse(decoder.decode(in.limit(limit), view));
        if (limit > 1 && limit < length) {
          in.put(limit - 2, (byte) '\r').put(limit - 1, (byte) '\n');
        }
      }
      assertTrue(decoder.decode(in.limit(in.capacity()), view));
      assertEquals(length, view.length());
    }
  }
}
