package dev.parley.frame;

import java.nio.ByteBuffer;

/// A varint length, in its shortest form, before the message.
record VarintEncoder(int maxMessage) implements Encoder {
  @Override
  public int overhead() {
    return LengthFraming.Prefix.VARINT.width();
  }

  @Override
  public void begin(int length, ByteBuffer out) {
    Bound.outgoing(length, maxMessage);
    int rest = length;
    while (rest > 0x7f) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  @Override
  public void finish(int start, ByteBuffer out) {}
}
