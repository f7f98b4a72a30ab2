package dev.parley.frame;

import java.nio.ByteBuffer;

/// A varint length, then that many bytes. Keeps nothing between calls: a length has at most 5 bytes
/// to read again.
///
/// ```
///   1xxxxxxx  1xxxxxxx  … 0xxxxxxx | length bytes
///   bits 0-6  bits 7-13             at most 5 bytes; the last is not 00 unless it is the only one
/// ```
record VarintDecoder(int maxMessage) implements Decoder {
  private static final int WIDEST = 5;

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    int start = in.position();
    int there = in.remaining();
    long announced = 0;
    for (int width = 1; width <= WIDEST; width++) {
      if (width > there) {
        return false;
      }
      byte group = in.get(start + width - 1);
      announced |= (group & 0x7fL) << (7 * (width - 1));
      if (group >= 0) {
        return body(in, view, width, announced, group);
      }
    }
    throw Bound.malformed("varint length of more than " + WIDEST + " bytes", Sniff.protocol(in));
  }

  private boolean body(ByteBuffer in, Message view, int width, long announced, byte last)
      throws ProtocolException {
    if (width > 1 && last == 0) {
      throw Bound.malformed("varint length that is not the shortest form of " + announced, "");
    }
    if (announced > maxMessage) {
      throw Bound.tooLarge("length " + announced, maxMessage, Sniff.text(in));
    }
    int length = (int) announced;
    if (in.remaining() - width < length) {
      return false;
    }
    int start = in.position() + width;
    in.position(start + length);
    view.show(in, start, length);
    return true;
  }

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
    return WIDEST + maxMessage;
  }
}
