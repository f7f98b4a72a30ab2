package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.layer.ProtocolException;
import dev.parley.testing.CrcFraming;
import dev.parley.testing.SilentDecoder;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CheckedFramingTest {
  private static final class Waiting implements Framing {
    @Override
    public int maxMessage() {
      return 10;
    }

    @Override
    public Framing withMaxMessage(int bytes) {
      return this;
    }

    @Override
    public Decoder decoder() {
      return new SilentDecoder(12);
    }

    @Override
    public Encoder encoder() {
      return Framing.raw().encoder();
    }

    @Override
    public String toString() {
      return "waiting";
    }
  }

  @Test
  void aDecoderMayWaitUntilTheLastByteOfTheLargestFrame() throws ProtocolException {
    Decoder decoder = CheckedFraming.decoder(new Waiting());
    assertFalse(decoder.decode(ByteBuffer.allocate(11), Message.view()));
    assertThrows(
        BrokenFramingException.class,
        () -> decoder.decode(ByteBuffer.allocate(12), Message.view()));
  }

  /// A message for a group is encoded once for all sessions with equal encoders.
  @Test
  void encodersOfEqualFramingsAreEqual() {
    Encoder one = CheckedFraming.encoder(new CrcFraming(9));
    Encoder other = CheckedFraming.encoder(new CrcFraming(9));
    assertNotSame(one, other);
    assertEquals(one, other);
  }
}
