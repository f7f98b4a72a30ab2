package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.LengthFraming.Prefix;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LengthFramingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          length:2be    | ffff                 | 65535
          length:2le    | 0080                 | 32768 (-32768 if signed)
          length:4be    | ffffffff             | 4294967295 (-1 if signed)
          length:4le    | ffffffff             | 4294967295 (-1 if signed)
          length:4be    | 7fffffff             | 2147483647
          length:4le    | ffffff7f             | 2147483647
          length:4be    | 80000000             | 2147483648 (-2147483648 if signed)
          length:8be    | 0000000100000000     | 4294967296
          length:8le    | 0000000001000000     | 4294967296
          length:8be    | 8000000000000000     | 9223372036854775808 (-9223372036854775808 if signed)
          length:8be    | ffffffffffffffff     | 18446744073709551615 (-1 if signed)
          length:8be    | 8000000000000001     | 9223372036854775809
          length:8le    | 0100000000000080     | 9223372036854775809
          length:varint | ffffffff0f           | 4294967295
          length:varint | ffffffff7f           | 34359738367
          length:varint | 808004               | 65536
          """)
  void hugeAndNegativeLengthsAreTooLargeAndNamed(String framing, String wire, String value) {
    ProtocolException fault = Wire.fault(Framing.parse(framing).withMaxMessage(1000), bytes(wire));
    assertEquals(Fault.TOO_LARGE, fault.fault());
    assertTrue(fault.getMessage().startsWith("length " + value), fault.getMessage());
    assertTrue(fault.getMessage().contains("exceeds maxMessage 1000 bytes"), fault.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Prefix.class)
  void boundaryLengthsSurviveTheRoundTrip(Prefix prefix) throws ProtocolException {
    Framing framing = Framing.length(prefix);
    for (int length :
        new int[] {0, 1, 127, 128, 254, 255, 256, 16383, 16384, 32768, 65535, 65536, 1 << 20}) {
      Message message = Message.of(new byte[length]);
      if (length > framing.maxMessage()) {
        assertThrows(IllegalArgumentException.class, () -> Wire.encode(framing, message));
      } else {
        byte[] wire = Wire.encode(framing, message);
        assertEquals(List.of(message), new Wire(framing).read(wire).end().messages());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Prefix.class)
  void bufferOrderDoesNotMatter(Prefix prefix) {
    LengthFraming framing = new LengthFraming(prefix, false, 200);
    ByteBuffer big = ByteBuffer.allocate(8);
    ByteBuffer little = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    framing.encoder().begin(129, big);
    framing.encoder().begin(129, little);
    assertEquals(big.flip(), little.flip());
  }

  @ParameterizedTest
  @CsvSource({"BE1,255", "LE1,255", "BE2,65535", "LE2,65535", "BE4,1073741824", "LE8,1073741824"})
  void maximumIsCutToWhatThePrefixCounts(Prefix prefix, int largest) {
    assertEquals(largest, new LengthFraming(prefix, false, Framing.LARGEST_MESSAGE).maxMessage());
    assertEquals(10, new LengthFraming(prefix, false, 10).maxMessage());
  }

  @Test
  void announcedGibibyteWaitsWithoutRoomForIt() throws ProtocolException {
    Framing framing = Framing.length().withMaxMessage(Framing.LARGEST_MESSAGE);
    assertFalse(framing.decoder().decode(ByteBuffer.wrap(bytes("40000000")), Message.view()));
    assertTrue(framing.decoder().maxFrameBytes() > Framing.LARGEST_MESSAGE);
  }

  @ParameterizedTest
  @CsvSource({"8000", "858000", "ff00", "8080808080", "ffffffffff01"})
  void varintThatIsNotTheShortestIsMalformed(String wire) {
    assertEquals(Fault.MALFORMED, Wire.fault(Framing.parse("length:varint"), bytes(wire)).fault());
  }

  @Test
  void truncatedTextSaysThatItIsText() throws ProtocolException {
    Wire peer = new Wire(Framing.parse("length:2be")).read(bytes("'hello' 0a"));
    ProtocolException fault = assertThrows(ProtocolException.class, peer::end);
    assertEquals(
        "the stream ended inside a frame, 6 bytes after its start; the bytes look like plain text",
        fault.getMessage());
  }

  @Test
  void maximumOutOfRangeIsRefused() {
    for (int bytes :
        new int[] {Integer.MIN_VALUE, -1, 0, Framing.LARGEST_MESSAGE + 1, Integer.MAX_VALUE}) {
      for (String text :
          List.of("line", "raw", "length", "delimiter:x", "fixed:1", "netstring", "ready")) {
        Framing framing = Framing.parse(text);
        assertThrows(IllegalArgumentException.class, () -> framing.withMaxMessage(bytes), text);
      }
    }
  }
}
