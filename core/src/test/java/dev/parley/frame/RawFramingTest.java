package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Raw, stream and fixed: the framings without bytes of their own.
class RawFramingTest {
  @Test
  void oneReadIsOneMessage() throws ProtocolException {
    Wire peer = new Wire(Framing.raw()).read(bytes("'he'")).read(bytes("'llo' 0a")).end();
    assertEquals(List.of(Message.of("he"), Message.of("llo\n")), peer.messages());
  }

  @Test
  void longReadIsCutAtTheMaximum() throws ProtocolException {
    Wire peer = new Wire(Framing.stream().withMaxMessage(3)).read(bytes("'abcdefg'")).end();
    assertEquals(List.of(Message.of("abc"), Message.of("def"), Message.of("g")), peer.messages());
  }

  @Test
  void nothingReadIsNoMessage() throws ProtocolException {
    assertFalse(Framing.raw().decoder().decode(ByteBuffer.allocate(0), Message.view()));
    assertFalse(Framing.raw().decoder().end(ByteBuffer.allocate(0), Message.view()));
  }

  @Test
  void emptyMessageIsRefused() {
    assertFalse(Framing.raw().carriesEmpty());
    assertThrows(
        IllegalArgumentException.class,
        () -> Framing.raw().encoder().begin(0, ByteBuffer.allocate(8)));
  }

  @Test
  void messageOverTheMaximumGoesOutAsItIs() {
    byte[] wire = Wire.encode(Framing.raw().withMaxMessage(3), Message.of("abcdefg"));
    assertEquals(Message.of("abcdefg"), Message.of(wire));
  }

  @Test
  void fixedLengthIsItsOwnMaximum() {
    Framing fixed = Framing.fixed(16);
    assertEquals(16, fixed.maxMessage());
    assertSame(fixed, fixed.withMaxMessage(16));
    assertSame(fixed, fixed.withMaxMessage(100));
    assertThrows(IllegalArgumentException.class, () -> fixed.withMaxMessage(15));
    assertThrows(IllegalArgumentException.class, () -> Framing.fixed(0));
  }

  @Test
  void fixedRefusesOtherLengths() {
    ByteBuffer out = ByteBuffer.allocate(8);
    assertThrows(IllegalArgumentException.class, () -> Framing.fixed(3).encoder().begin(2, out));
    assertThrows(IllegalArgumentException.class, () -> Framing.fixed(3).encoder().begin(4, out));
  }
}
