package dev.parley.frame;

import java.nio.ByteBuffer;

/// A length of fixed width, then that many bytes. Keeps nothing between calls.
///
/// ```
///   | length: 1, 2, 4 or 8 bytes, unsigned | length bytes |
/// ```
record LengthDecoder(LengthFraming.Prefix prefix, int maxMessage) implements Decoder {
  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    int width = prefix.width();
    if (in.remaining() < width) {
      return false;
    }
    int start = in.position();
    long announced = prefix.read(in, start);
    if (Long.compareUnsigned(announced, maxMessage) > 0) {
      throw tooLarge(announced, in);
    }
    int length = (int) announced;
    if (in.remaining() - width < length) {
      return false;
    }
    in.position(start + width + length);
    view.show(in, start + width, length);
    return true;
  }

  /// Nothing may be left over. Text that is read as a short length ends here, so the bytes are
  /// looked at too.
  @Override
  public boolean end(ByteBuffer in, Message view) throws ProtocolException {
    if (!in.hasRemaining()) {
      return false;
    }
    throw new ProtocolException(
        ProtocolException.Fault.TRUNCATED,
        "the stream ended inside a frame, "
            + in.remaining()
            + " bytes after its start"
            + Sniff.text(in));
  }

  @Override
  public int most() {
    return prefix.width() + maxMessage;
  }

  private ProtocolException tooLarge(long announced, ByteBuffer in) {
    String signed = signed(announced);
    return Bound.tooLarge(
        "length " + Long.toUnsignedString(announced) + signed,
        maxMessage,
        Sniff.length(in, prefix, maxMessage));
  }

  /// How a program that writes signed lengths means this one, when that differs.
  private String signed(long announced) {
    int unused = Long.SIZE - 8 * prefix.width();
    long signed = announced << unused >> unused;
    return signed < 0 ? " (" + signed + " if signed)" : "";
  }
}
