package dev.parley.frame;

import java.nio.ByteBuffer;

/// An encoder that puts a varint length, in its shortest form, before the message.
record VarintEncoder(int maxMessage) implements Encoder {
  /// Returns how many bytes `number`, at least 0, takes.
  static int width(int number) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(number | 1);
    return (bits + 6) / 7;
  }

  /// Writes `number`, at least 0.
  static void put(int number, ByteBuffer out) {
    int rest = number;
    while (rest > 0x7f) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  @Override
  public int overhead() {
    return LengthFraming.Prefix.VARINT.width();
  }

  @Override
  public void begin(int length, ByteBuffer out) {
    Bound.outgoing(length, maxMessage);
    put(length, out);
  }

  @Override
  public void finish(int start, ByteBuffer out) {}
}
