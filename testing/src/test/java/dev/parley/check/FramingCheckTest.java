package dev.parley.check;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.testing.CrcFraming;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Framings that keep their contracts pass, and each way to break one is found.
class FramingCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto",
        "line",
        "line:crlf",
        "raw",
        "stream",
        "length:1be",
        "length:1le",
        "length:2be",
        "length:2le",
        "length:4be",
        "length:4le",
        "length:8be",
        "length:8le",
        "length:varint",
        "length:1be:chars",
        "length:4le:chars",
        "length:varint:chars",
        "delimiter:%00",
        "delimiter:aab",
        "delimiter:%0D%0A.%0D%0A",
        "fixed:1",
        "fixed:5",
        "fixed:100",
        "netstring",
        "ready",
        "ready:chars"
      })
  void theLibrarysFramingsPass(String text) {
    for (long seed = 0; seed < 2; seed++) {
      FramingCheck.of(Framing.parse(text)).withSeed(seed).run();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 48, 49, 1 << 20})
  void aGoodFramingPasses(int maxMessage) {
    FramingCheck.of(new CrcFraming(maxMessage)).run();
  }

  @Test
  void messagesAreGivenForAFramingThatCarriesNoOthers() {
    Framing picky = Framing.delimiter(new byte[] {'x'}); // not the letter that is tried
    FramingCheck.of(picky).withMessages(List.of(Message.of("ab"), Message.empty())).run();
    AssertionError e =
        assertThrows(
            AssertionError.class,
            () -> FramingCheck.of(picky).withMessages(List.of(Message.of("axb"))).run());
    assertTrue(e.getMessage().contains("bytes 617862"), e.getMessage());
  }

  /// A way to break a contract, and a part of what is said about it.
  enum Flaw {
    NONE(""),
    TEXT_CHANGES("text form changes"),
    NO_TEXT("text form of the framing"),
    TAKES_ANY_MAXIMUM("withMaxMessage takes"),
    OVERHEAD_TOO_SMALL("threw java.nio.BufferOverflowException"),
    ENCODES_TOO_MUCH("one byte over the maximum"),
    ENCODES_IN_TURN("in two ways"),
    REFUSES_EMPTY("refuses every message of 0 bytes"),
    DECODES_TOO_MUCH("more than maxMessage 48"),
    WRONG_FAULT("not TOO_LARGE"),
    MAX_FRAME_TOO_SMALL("maxFrameBytes"),
    CUTS_MESSAGES("not the same"),
    SHARES_STATE("not the same"),
    ASSUMES_WHOLE_FRAMES("threw java.lang.IndexOutOfBoundsException"),
    SHOWS_AND_RETURNS_FALSE("returns false"),
    CHANGES_INPUT("changes bytes outside its frame"),
    IGNORES_THE_END("neither TRUNCATED"),
    TRUNCATED_WHILE_DECODING("which only an end can be"),
    CONTROL_CHARACTERS("control characters"),
    MOVES_WITHOUT_MESSAGE("moved the position");

    private final String said;

    Flaw(String said) {
      this.said = said;
    }
  }

  /// A length in one byte, then the bytes, with a flaw.
  private record Flawed(Flaw flaw, int maxMessage, AtomicInteger shared)
      implements Framing, Encoder {
    Flawed {
      if (flaw != Flaw.TAKES_ANY_MAXIMUM) {
        maxMessage = Math.min(Framing.checkMaximum(maxMessage), 255);
      } else {
        maxMessage = Math.clamp(maxMessage, 1, 255);
      }
    }

    @Override
    public Framing withMaxMessage(int bytes) {
      return new Flawed(flaw, bytes, shared);
    }

    @Override
    public String toString() {
      return switch (flaw) {
        case TEXT_CHANGES -> "flawed:" + maxMessage;
        case NO_TEXT -> "Flawed[" + maxMessage + "]";
        default -> "flawed";
      };
    }

    @Override
    public Encoder encoder() {
      return this;
    }

    @Override
    public int overhead() {
      return flaw == Flaw.OVERHEAD_TOO_SMALL ? 0 : 1;
    }

    @Override
    public void begin(int length, ByteBuffer out) {
      if ((length > maxMessage && flaw != Flaw.ENCODES_TOO_MUCH)
          || (length == 0 && flaw == Flaw.REFUSES_EMPTY)) {
        throw new IllegalArgumentException("not of this length");
      }
      out.put((byte) length);
    }

    @Override
    public void finish(int start, ByteBuffer out) {
      if (flaw == Flaw.ENCODES_IN_TURN && out.position() > start) {
        out.put(start, (byte) shared.getAndIncrement());
      }
    }

    @Override
    public Decoder decoder() {
      return new Reading(this);
    }
  }

  private static final class Reading implements Decoder {
    private final Flawed framing;
    private final Flaw flaw;
    private int calls;

    Reading(Flawed framing) {
      this.framing = framing;
      this.flaw = framing.flaw();
    }

    @Override
    public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
      int start = in.position();
      boolean isUnchecked = flaw == Flaw.ASSUMES_WHOLE_FRAMES;
      if (!in.hasRemaining() && !isUnchecked) {
        return false;
      }
      int length = in.get(start) & 0xff;
      if (length > framing.maxMessage() && flaw != Flaw.DECODES_TOO_MUCH) {
        Fault fault =
            switch (flaw) {
              case WRONG_FAULT -> Fault.MALFORMED;
              case TRUNCATED_WHILE_DECODING -> Fault.TRUNCATED;
              default -> Fault.TOO_LARGE;
            };
        throw new ProtocolException(
            fault, flaw == Flaw.CONTROL_CHARACTERS ? "a length of \u001b" : "a large length");
      }
      if (in.remaining() <= length) {
        incomplete(in, view);
        return false;
      }
      if (flaw == Flaw.CHANGES_INPUT && in.remaining() > length + 1) {
        in.put(start + length + 1, (byte) 0);
      }
      int taken = framing.shared().getAndSet(0);
      in.position(start + 1 + length);
      boolean isCut = flaw == Flaw.CUTS_MESSAGES && ++calls > 3 && length > 0;
      view.show(in, start + 1, isCut ? length - 1 : Math.max(length - taken, 0));
      return true;
    }

    private void incomplete(ByteBuffer in, Message view) {
      switch (flaw) {
        case SHARES_STATE -> framing.shared().incrementAndGet();
        case SHOWS_AND_RETURNS_FALSE -> view.show(in, in.position(), 0);
        case MOVES_WITHOUT_MESSAGE -> in.position(in.limit());
        default -> {}
      }
    }

    @Override
    public boolean end(ByteBuffer in, Message view) throws ProtocolException {
      return flaw != Flaw.IGNORES_THE_END && Decoder.super.end(in, view);
    }

    @Override
    public int maxFrameBytes() {
      return framing.maxMessage() + (flaw == Flaw.MAX_FRAME_TOO_SMALL ? 0 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFramingThatBreaksItsContractIsFound(Flaw flaw) {
    FramingCheck check = FramingCheck.of(new Flawed(flaw, 200, new AtomicInteger())).withSeed(7);
    AssertionError e = assertThrows(AssertionError.class, check::run);
    assertTrue(e.getMessage().contains(flaw.said), e.getMessage());
    assertTrue(e.getMessage().matches(".*; bytes [0-9a-f]*; seed 7"), e.getMessage());
  }

  @Test
  void theSameFramingWithoutAFlawPasses() {
    FramingCheck.of(new Flawed(Flaw.NONE, 200, new AtomicInteger())).withSeed(7).run();
  }
}
