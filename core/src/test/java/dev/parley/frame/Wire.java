package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Feeds one peer's bytes to a decoder, split into reads. Before every call the remaining bytes
/// move to a new buffer of another kind (heap or direct, another offset, the other byte order), so
/// that a decoder that remembers anything but distances from the position fails.
final class Wire {
  private final Decoder decoder;
  private final Message view = Message.view();
  private final List<Message> messages = new ArrayList<>();
  private byte[] left = {};
  private int calls;

  Wire(Framing framing) {
    this.decoder = framing.decoder();
  }

  /// Parses `hex`, ignoring spaces; `'text'` stands for itself.
  static byte[] bytes(String hex) {
    StringBuilder plain = new StringBuilder();
    boolean quoted = false;
    for (String part : hex.split("'", -1)) {
      byte[] text = part.getBytes(StandardCharsets.UTF_8);
      plain.append(quoted ? HexFormat.of().formatHex(text) : part.replace(" ", ""));
      quoted = !quoted;
    }
    return HexFormat.of().parseHex(plain);
  }

  static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  static byte[] encode(Framing framing, Message message) {
    ByteBuffer out =
        ByteBuffer.allocate(message.length() + framing.encoder().overhead() + 3).position(3);
    framing.encoder().begin(message.length(), out);
    int start = out.position();
    message.copyTo(out);
    framing.encoder().finish(start, out);
    return Arrays.copyOfRange(out.array(), 3, out.position());
  }

  /// Passes one read; decodes until the decoder needs more.
  Wire read(byte[] chunk) throws ProtocolException {
    left = concat(left, chunk);
    while (true) {
      ByteBuffer in = fresh();
      int before = in.position();
      if (!decoder.decode(in, view)) {
        assertEquals(before, in.position(), "false must not move the position");
        return this;
      }
      take(in);
    }
  }

  /// Passes `wire` in reads of `size` bytes.
  Wire readInPieces(byte[] wire, int size) throws ProtocolException {
    for (int at = 0; at < wire.length; at += size) {
      read(Arrays.copyOfRange(wire, at, Math.min(wire.length, at + size)));
    }
    return this;
  }

  /// The peer is silent for as long as the decoder asks for, if it does; then decodes as after a
  /// read.
  Wire silence() throws ProtocolException {
    if (decoder.silenceNanos() > 0) {
      ByteBuffer in = fresh();
      int before = in.position();
      if (decoder.silent(in, view)) {
        take(in);
        return read(new byte[0]);
      }
      assertEquals(before, in.position(), "false must not move the position");
    }
    return this;
  }

  /// Returns what the decoder has settled on.
  @Nullable Framing settled() {
    return decoder.settled();
  }

  /// Ends the stream.
  Wire end() throws ProtocolException {
    ByteBuffer in = fresh();
    if (decoder.end(in, view)) {
      take(in);
    }
    return this;
  }

  List<Message> messages() {
    return messages;
  }

  /// Returns the fault of reading `wire`, which must be the same for one read and byte by byte.
  static ProtocolException fault(Framing framing, byte[] wire) {
    ProtocolException whole =
        assertThrows(ProtocolException.class, () -> new Wire(framing).read(wire));
    ProtocolException trickled =
        assertThrows(ProtocolException.class, () -> new Wire(framing).readInPieces(wire, 1));
    assertEquals(whole.fault(), trickled.fault());
    return whole;
  }

  private void take(ByteBuffer in) {
    messages.add(view.copy());
    view.expire();
    left = new byte[in.remaining()];
    in.get(left);
  }

  private ByteBuffer fresh() {
    calls++;
    int offset = calls % 11;
    ByteBuffer buffer =
        calls % 2 == 0
            ? ByteBuffer.allocate(offset + left.length + 5)
            : ByteBuffer.allocateDirect(offset + left.length + 5);
    buffer.position(offset).put(left).flip().position(offset);
    return buffer.order(calls % 3 == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }
}
