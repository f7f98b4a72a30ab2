package dev.parley.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.problem.Problem;
import dev.parley.testing.FuzzInput;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/// Text forms of framings, and guesses at what bytes look like.
class FramingTextFuzzTest {
  private static final int LOOK = 16;

  /// What is accepted prints as text that parses to the same framing; the rest is rejected with a
  /// sentence that is safe for a terminal.
  @FuzzTest
  void parse(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    Framing framing;
    try {
      framing = Framing.parse(text);
    } catch (IllegalArgumentException refused) {
      assertTrue(refused.getMessage().codePoints().noneMatch(Character::isISOControl));
      assertTrue(refused.getMessage().length() < 600);
      return;
    }
    assertEquals(framing, Framing.parse(framing.toString()));
    if (!(framing instanceof DelimiterFraming)) {
      assertEquals(framing, Framing.parse(text.toUpperCase(Locale.ROOT)));
    }
    assertTrue(framing.maxMessage() >= 1);
    assertTrue(framing.decoder().maxFrameBytes() >= framing.maxMessage());
    assertTrue(framing.encoder().overhead() >= 0);
  }

  /// Sixteen bytes decide, none of them is repeated in the text, and the buffer is unchanged.
  @FuzzTest
  void sniff(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    LengthFraming.Prefix prefix =
        input.choice(2) == 0 ? LengthFraming.Prefix.BE4 : LengthFraming.Prefix.LE8;
    byte[] peers = input.rest();
    byte[] first = Arrays.copyOf(peers, Math.min(peers.length, LOOK));
    ByteBuffer in = ByteBuffer.wrap(peers);
    Problem protocol = Sniff.protocol(in);
    Problem text = Sniff.text(in);
    assertEquals(0, in.position());
    assertEquals(Sniff.protocol(ByteBuffer.wrap(first)), protocol);
    assertEquals(Sniff.text(ByteBuffer.wrap(first)), text);
    assertTrue(protocol == null || protocol.equals(text));
    FramingFuzzTest.assertShowable(String.valueOf(text));
    if (peers.length >= prefix.width()) {
      Problem length = Sniff.length(in, prefix, "", 1000);
      assertEquals(0, in.position());
      assertTrue(text == null || text.equals(length));
      FramingFuzzTest.assertShowable(String.valueOf(length));
    }
  }
}
