package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.testing.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decoders with bytes chosen by the fuzzer.
///
/// An input begins with the settings: the framing, its maximum and the sizes of reads; the bytes on
/// the wire follow. However they are split, the result must be the same messages and the same
/// fault, in no more memory than [Decoder#most], and the messages must encode to the same bytes.
class FramingFuzzTest {
  private static final int[] MAXIMA = {1, 2, 3, 12, 255, 256, 300, Framing.DEFAULT_MAX_LINE};
  private static final List<LengthFraming.Prefix> PREFIXES = List.of(LengthFraming.Prefix.values());
  private static final byte[] WHOLE = {};
  private static final byte[] ONE_BY_ONE = {0};
  private static final Set<Fault> OF_DECODING = EnumSet.of(Fault.TOO_LARGE, Fault.MALFORMED);
  private static final Set<Fault> OF_ENDING = EnumSet.of(Fault.TOO_LARGE, Fault.TRUNCATED);

  @FuzzTest
  void lines(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Framing framing = input.choice(2) == 0 ? Framing.line() : Framing.lineCrlf();
    check(framing.withMaxMessage(MAXIMA[input.choice(MAXIMA.length)]), input);
  }

  @FuzzTest
  void lengths(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Framing framing = Framing.length(PREFIXES.get(input.choice(PREFIXES.size())));
    check(framing.withMaxMessage(MAXIMA[input.choice(MAXIMA.length)]), input);
  }

  @FuzzTest
  void characters(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Framing framing = Framing.lengthInChars(PREFIXES.get(input.choice(PREFIXES.size())));
    check(framing.withMaxMessage(MAXIMA[input.choice(MAXIMA.length)]), input);
  }

  @FuzzTest
  void delimiters(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] delimiter = input.take(1 + input.choice(DelimiterFraming.LONGEST));
    Framing framing = Framing.delimiter(delimiter.length == 0 ? new byte[1] : delimiter);
    check(framing.withMaxMessage(MAXIMA[input.choice(MAXIMA.length)]), input);
  }

  @FuzzTest
  void netstrings(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    check(Framing.netstring().withMaxMessage(MAXIMA[input.choice(MAXIMA.length)]), input);
  }

  @FuzzTest
  void pieces(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    int length = input.choice(40);
    check(
        length == 0
            ? Framing.raw().withMaxMessage(MAXIMA[input.choice(MAXIMA.length)])
            : Framing.fixed(length),
        input);
  }

  /// What the encoder accepts is decoded unchanged; the rest is rejected as a whole.
  @FuzzTest
  void messages(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Framing framing = anyFraming(input);
    byte[] sizes = input.readSizes();
    List<Message> sent = new ArrayList<>();
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    while (!input.isEmpty()) {
      Message message = Message.of(input.take(input.choice(256)));
      try {
        wire.writeBytes(Wire.encode(framing, message));
        sent.add(message);
      } catch (IllegalArgumentException refused) {
        assertShowable(refused.getMessage());
      }
    }
    Outcome outcome = read(framing, wire.toByteArray(), sizes);
    assertEquals(null, outcome.fault());
    if (framing instanceof RawFraming) {
      assertArrayEquals(joined(sent), joined(outcome.messages()));
    } else {
      assertEquals(sent, outcome.messages());
    }
  }

  private static Framing anyFraming(FuzzInput input) {
    return switch (input.choice(8)) {
      case 0 -> Framing.line();
      case 1 -> Framing.lineCrlf();
      case 2 -> Framing.raw();
      case 3 -> Framing.length(PREFIXES.get(input.choice(PREFIXES.size())));
      case 4 -> Framing.fixed(1 + input.choice(20));
      case 5 -> Framing.netstring();
      case 6 -> Framing.ready();
      default -> {
        byte[] delimiter = input.take(1 + input.choice(5));
        yield Framing.delimiter(delimiter.length == 0 ? new byte[1] : delimiter);
      }
    };
  }

  /// The result of reading the bytes in one particular way.
  private record Outcome(List<Message> messages, @Nullable Fault fault) {}

  private static void check(Framing framing, FuzzInput input) {
    byte[] sizes = input.readSizes();
    byte[] wire = input.rest();
    Outcome whole = read(framing, wire, WHOLE);
    Outcome cut = read(framing, wire, sizes);
    Outcome single = read(framing, wire, ONE_BY_ONE);
    assertEquals(whole.fault(), cut.fault());
    assertEquals(whole.fault(), single.fault());
    if (framing instanceof RawFraming) { // its message boundaries are those of the reads
      assertArrayEquals(wire, joined(whole.messages()));
      assertArrayEquals(wire, joined(cut.messages()));
      assertArrayEquals(wire, joined(single.messages()));
    } else {
      assertEquals(whole.messages(), cut.messages());
      assertEquals(whole.messages(), single.messages());
    }
  }

  /// Reads like a session: leftover bytes are passed again, followed by more, at another position.
  private static Outcome read(Framing framing, byte[] wire, byte[] sizes) {
    Decoder decoder = framing.decoder();
    Message view = Message.view();
    List<Message> messages = new ArrayList<>();
    byte[] left = {};
    int reads = 0;
    try {
      for (byte[] piece : FuzzInput.cut(sizes, wire)) {
        ByteBuffer in = placed(Wire.concat(left, piece), reads++);
        int before = in.position();
        while (decoder.decode(in, view)) {
          messages.add(checked(framing, view, in, before));
          before = in.position();
        }
        assertEquals(before, in.position(), "no message, and the position moved");
        assertTrue(
            in.remaining() < decoder.maxFrameBytes(),
            () ->
                in.remaining() + " bytes are no frame, though one has " + decoder.maxFrameBytes());
        left = new byte[in.remaining()];
        in.get(left);
      }
    } catch (ProtocolException e) {
      return new Outcome(messages, fault(e, OF_DECODING));
    }
    try {
      ByteBuffer in = placed(left, reads);
      if (decoder.end(in, view)) {
        assertTrue(view.length() <= framing.maxMessage());
        messages.add(view.copy());
      }
    } catch (ProtocolException e) {
      return new Outcome(messages, fault(e, OF_ENDING));
    }
    return new Outcome(messages, null);
  }

  /// Checks that a message is within its bounds and that its frame is what the encoder writes.
  private static Message checked(Framing framing, Message view, ByteBuffer in, int from) {
    assertTrue(view.length() <= framing.maxMessage());
    Message message = view.copy();
    view.expire();
    if (!(framing instanceof LineFraming line && !line.crlf())) { // its lines have two forms
      byte[] frame = new byte[in.position() - from];
      in.get(from, frame);
      assertArrayEquals(frame, Wire.encode(framing, message));
    }
    return message;
  }

  private static Fault fault(ProtocolException e, Set<Fault> expected) {
    assertTrue(expected.contains(e.fault()), () -> e.fault() + ": " + e.getMessage());
    assertShowable(e.getMessage());
    return e.fault();
  }

  /// Asserts that a sentence is fit for a log: short, and without dangerous bytes of the peer.
  static void assertShowable(String sentence) {
    assertTrue(sentence.length() < 400, sentence);
    assertTrue(sentence.chars().allMatch(c -> c >= ' ' && c <= '~'), sentence);
  }

  private static ByteBuffer placed(byte[] bytes, int turn) {
    int offset = turn % 9;
    return ByteBuffer.allocate(offset + bytes.length + 3)
        .order(turn % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .position(offset)
        .put(bytes)
        .flip()
        .position(offset);
  }

  private static byte[] joined(List<Message> messages) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    messages.forEach(message -> joined.writeBytes(message.bytes()));
    return joined.toByteArray();
  }
}
