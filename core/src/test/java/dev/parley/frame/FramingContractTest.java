package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The contract of every framing that preserves message boundaries, with the bytes of its frames.
class FramingContractTest {
  private static final long SEED = 20261121;

  /// A framing and, for each message, the bytes of its frame.
  record Case(String text, List<Frame> frames) {
    static Case of(String text, String... messagesAndFrames) {
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < messagesAndFrames.length; i += 2) {
        frames.add(
            new Frame(
                Message.of(Wire.bytes(messagesAndFrames[i])),
                Message.of(Wire.bytes(messagesAndFrames[i + 1]))));
      }
      return new Case(text, frames);
    }

    Framing framing() {
      return Framing.parse(text);
    }

    List<Message> messages() {
      return frames.stream().map(Frame::message).toList();
    }

    byte[] wire() {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      frames.forEach(frame -> wire.writeBytes(frame.wire().bytes()));
      return wire.toByteArray();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  record Frame(Message message, Message wire) {}

  static final List<Case> CASES =
      List.of(
          Case.of(
              "line", "'hello'", "'hello' 0a", "", "0a", "'a' 0d", "'a' 0d0d0a", "0d", "0d0d0a"),
          Case.of(
              "auto", "'hello'", "'hello' 0a", "", "0a", "'a' 0d", "'a' 0d0d0a", "0d", "0d0d0a"),
          Case.of("line:crlf", "'hello'", "'hello' 0d0a", "", "0d0a", "'ab'", "'ab' 0d0a"),
          Case.of("length:1be", "'hello'", "05 'hello'", "", "00", "00ff", "02 00ff"),
          Case.of("length:1le", "'hello'", "05 'hello'", "", "00", "00ff", "02 00ff"),
          Case.of("length:2be", "'hello'", "0005 'hello'", "", "0000", "00ff", "0002 00ff"),
          Case.of("length:2le", "'hello'", "0500 'hello'", "", "0000", "00ff", "0200 00ff"),
          Case.of("length:4be", "'hello'", "00000005 'hello'", "", "00000000", "ff", "00000001 ff"),
          Case.of("length:4le", "'hello'", "05000000 'hello'", "", "00000000", "ff", "01000000 ff"),
          Case.of("length:8be", "'hello'", "0000000000000005 'hello'", "", "0000000000000000"),
          Case.of("length:8le", "'hello'", "0500000000000000 'hello'", "", "0000000000000000"),
          Case.of(
              "length:varint",
              "'hello'",
              "05 'hello'",
              "",
              "00",
              "00".repeat(300),
              "ac02" + "00".repeat(300)),
          Case.of(
              "length:4le:chars",
              "'hello'",
              "05000000 'hello'",
              "'Straße'",
              "06000000 'Straße'",
              "",
              "00000000"),
          Case.of("length:1be:chars", "'你好'", "02 '你好'", "'a👋b'", "03 'a👋b'", "", "00"),
          Case.of("length:2le:chars", "'é'", "0100 'é'", "ed9fbf ee8080", "0200 ed9fbf ee8080"),
          Case.of(
              "length:varint:chars",
              "'你好'",
              "02 '你好'",
              "",
              "00",
              "'" + "你".repeat(127) + "'",
              "7f '" + "你".repeat(127) + "'",
              "'" + "a".repeat(300) + "'",
              "ac02 '" + "a".repeat(300) + "'"),
          Case.of("delimiter:%00", "'hello'", "'hello' 00", "", "00", "0102", "0102 00"),
          Case.of("delimiter:aab", "'hello'", "'helloaab'", "", "'aab'", "'aa'", "'aaaab'"),
          Case.of(
              "delimiter:%0D%0A.%0D%0A",
              "'hello' 0d0a", "'hello' 0d0a 0d0a2e0d0a", "", "0d0a2e0d0a"),
          Case.of("fixed:5", "'hello'", "'hello'", "0000000000", "0000000000"),
          Case.of("netstring", "'hello'", "'5:hello,'", "", "'0:,'", "'1:a,,'", "'5:1:a,,,'"),
          Case.of("ready", "'hello'", "00000005 'hello'", "", "00000000"),
          Case.of("ready:chars", "'hello'", "00000005 'hello'", "'你好'", "00000002 '你好'"));

  @ParameterizedTest
  @FieldSource("CASES")
  void encoderWritesTheFrames(Case c) {
    for (Frame frame : c.frames()) {
      assertArrayEquals(frame.wire().bytes(), Wire.encode(c.framing(), frame.message()));
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void coalescedFramesAreAllDecoded(Case c) throws ProtocolException {
    assertEquals(c.messages(), new Wire(c.framing()).read(c.wire()).end().messages());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void everySplitPointGivesTheSameMessages(Case c) throws ProtocolException {
    byte[] wire = c.wire();
    for (int cut = 0; cut <= wire.length; cut++) {
      Wire peer = new Wire(c.framing()).read(Arrays.copyOfRange(wire, 0, cut));
      peer.read(Arrays.copyOfRange(wire, cut, wire.length)).end();
      assertEquals(c.messages(), peer.messages(), "cut at " + cut);
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void oneByteAtATimeGivesTheSameMessages(Case c) throws ProtocolException {
    assertEquals(c.messages(), new Wire(c.framing()).readInPieces(c.wire(), 1).end().messages());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void aMessageIsThereWithTheLastByteOfItsFrame(Case c) throws ProtocolException {
    Wire peer = new Wire(c.framing());
    int count = 0;
    for (Frame frame : c.frames()) {
      byte[] wire = frame.wire().bytes();
      peer.read(Arrays.copyOf(wire, wire.length - 1));
      assertEquals(count, peer.messages().size());
      peer.read(new byte[] {wire[wire.length - 1]});
      assertEquals(++count, peer.messages().size());
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void endInsideAFrameIsTruncatedAtEveryOffset(Case c) throws ProtocolException {
    for (Frame frame : c.frames()) {
      byte[] wire = frame.wire().bytes();
      for (int cut = 1; cut < wire.length; cut++) {
        Wire peer = new Wire(c.framing()).read(Arrays.copyOf(wire, cut));
        if (c.text().equals("line") || c.text().equals("auto")) {
          Message rest = Message.of(Arrays.copyOf(wire, cut));
          assertEquals(List.of(rest), peer.end().messages(), "cut at " + cut);
        } else {
          ProtocolException fault =
              assertThrows(ProtocolException.class, peer::end, "cut at " + cut);
          assertEquals(Fault.TRUNCATED, fault.fault());
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void exactLimitPassesAndOneOverIsTooLarge(Case c) throws ProtocolException {
    if (c.framing() instanceof FixedFraming) {
      return;
    }
    Framing tight = c.framing().withMaxMessage(12);
    Message exact = Message.of("twelve bytes");
    Message over = Message.of("thirteen byte");
    byte[] wire = Wire.encode(tight, exact);
    assertEquals(List.of(exact, exact), new Wire(tight).read(Wire.concat(wire, wire)).messages());
    assertEquals(List.of(exact), new Wire(tight).readInPieces(wire, 1).messages());
    byte[] tooLong = Wire.encode(c.framing(), over);
    ProtocolException fault = Wire.fault(tight, tooLong);
    assertEquals(Fault.TOO_LARGE, fault.fault());
    assertTrue(fault.getMessage().contains("exceeds maxMessage 12 bytes"), fault.getMessage());
    byte[] second = Wire.concat(wire, tooLong);
    assertEquals(Fault.TOO_LARGE, Wire.fault(tight, second).fault());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void encoderRefusesOneOverTheLimitAndLeavesTheBuffer(Case c) {
    Encoder encoder = c.framing().encoder();
    ByteBuffer out = ByteBuffer.allocate(40).position(7);
    int over = c.framing().maxMessage() + 1;
    assertThrows(IllegalArgumentException.class, () -> encoder.begin(over, out));
    assertEquals(7, out.position());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void noFrameNeedsMoreThanMost(Case c) throws ProtocolException {
    int max = c.framing() instanceof FixedFraming fixed ? fixed.length() : 12;
    Framing tight = c.framing().withMaxMessage(max);
    byte[] frame = Wire.encode(tight, Message.of("twelve bytes".substring(0, max)));
    assertTrue(frame.length <= tight.decoder().maxFrameBytes());
    assertTrue(frame.length <= max + tight.encoder().overhead());
  }

  /// A decoder that returns false for a buffer of `most` bytes would wait for ever, since the
  /// buffer never grows beyond that.
  @ParameterizedTest
  @FieldSource("CASES")
  void aFullBufferIsNeverNotYet(Case c) {
    int max = c.framing() instanceof FixedFraming fixed ? fixed.length() : 12;
    Random random = new Random(SEED);
    Framing tight = c.framing().withMaxMessage(max);
    for (int round = 0; round < 20_000; round++) {
      ByteBuffer full = ByteBuffer.wrap(mixedBytes(random, tight.decoder().maxFrameBytes()));
      try {
        Message view = Message.view();
        boolean isWhole = tight.decoder().decode(full, view);
        assertTrue(isWhole, () -> "seed " + SEED + ": " + Arrays.toString(full.array()));
        assertTrue(view.length() <= max);
      } catch (ProtocolException fault) {
        assertTrue(fault.fault() != Fault.TRUNCATED);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void whatTheEncoderAcceptsComesBackAsItWas(Case c) throws ProtocolException {
    Random random = new Random(SEED);
    Framing framing = c.framing();
    for (int round = 0; round < 200; round++) {
      List<Message> sent = new ArrayList<>();
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      for (int i = 0; i < 5; i++) {
        int length = framing instanceof FixedFraming fixed ? fixed.length() : random.nextInt(200);
        Message message =
            Message.of(mixedBytes(random, random.nextBoolean() ? length : Math.min(length, 6)));
        try {
          wire.writeBytes(Wire.encode(framing, message));
          sent.add(message);
        } catch (IllegalArgumentException _) {
          // rejected: this framing cannot carry it, and says so
        }
      }
      Wire peer = new Wire(framing).readInPieces(wire.toByteArray(), 1 + random.nextInt(100)).end();
      assertEquals(sent, peer.messages(), "seed " + SEED + ", round " + round);
    }
  }

  /// Fields must not grow with what a peer announces: only numbers, values shared by all peers, and
  /// other decoders.
  @ParameterizedTest
  @FieldSource("CASES")
  void decodersHoldNoBytes(Case c) {
    for (Field field : c.framing().decoder().getClass().getDeclaredFields()) {
      Class<?> type = field.getType();
      boolean small =
          type.isPrimitive()
              || type == LengthFraming.Prefix.class
              || type == Delimiter.class
              || type == CharCount.class
              || type == Framing.class
              || type == Decoder.class;
      assertTrue(small, field.toString());
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void emptyMessageIsCarriedWhereTheFramingSaysSo(Case c) throws ProtocolException {
    if (c.framing().carriesEmpty()) {
      byte[] wire = Wire.encode(c.framing(), Message.empty());
      assertEquals(List.of(Message.empty()), new Wire(c.framing()).read(wire).end().messages());
    } else {
      assertThrows(IllegalArgumentException.class, () -> Wire.encode(c.framing(), Message.empty()));
    }
  }

  /// Returns random bytes with many line ends, digits and parts of delimiters.
  private static byte[] mixedBytes(Random random, int length) {
    byte[] few = Wire.bytes("0d 0a 00 2e 'aabb0159:,' ff 80");
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    boolean rich = random.nextInt(4) == 0;
    for (int i = 0; i < length && !rich; i++) {
      bytes[i] = few[random.nextInt(few.length)];
    }
    return bytes;
  }
}
