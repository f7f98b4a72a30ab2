package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetstringFramingTest {
  private static final Framing NETSTRING = Framing.netstring();

  /// The two netstrings of the document that defines them.
  @Test
  void publishedExamplesAreRead() throws ProtocolException {
    byte[] hello = bytes("31 32 3a 68 65 6c 6c 6f 20 77 6f 72 6c 64 21 2c");
    assertEquals(List.of(Message.of("hello world!")), new Wire(NETSTRING).read(hello).messages());
    assertEquals(List.of(Message.empty()), new Wire(NETSTRING).read(bytes("303a2c")).messages());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'00:,'",
        "'01:a,'",
        "':,'",
        "'1:ab'",
        "'5:hello;'",
        "'-1:,'",
        "'+1:a,'",
        "' 1:a,'",
        "'1 :a,'",
        "0a",
        "'x'"
      })
  void wrongFormIsMalformed(String wire) {
    assertEquals(Fault.MALFORMED, Wire.fault(NETSTRING, bytes(wire)).fault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'1048577:'", "'2147483648'", "'9999999'", "'99999999999999999999999999'"})
  void longLengthIsTooLargeBeforeItsColon(String wire) {
    ProtocolException fault = Wire.fault(NETSTRING, bytes(wire));
    assertEquals(Fault.TOO_LARGE, fault.fault());
    assertTrue(fault.getMessage().contains("exceeds maxMessage 1048576 bytes"), fault.getMessage());
  }

  @Test
  void largestMaximumIsParsedWithoutOverflow() {
    Framing largest = NETSTRING.withMaxMessage(Framing.LARGEST_MESSAGE);
    assertEquals(Fault.TOO_LARGE, Wire.fault(largest, bytes("'9999999999'")).fault());
    assertEquals(Fault.TOO_LARGE, Wire.fault(largest, bytes("'1073741825'")).fault());
    assertEquals(Fault.TOO_LARGE, Wire.fault(largest, bytes("'10737418240'")).fault());
    assertEquals((1 << 30) + 12, largest.decoder().maxFrameBytes());
  }
}
