package dev.parley.frame;

import java.nio.ByteBuffer;

/// An encoder that puts a length of fixed width before the message.
record LengthEncoder(LengthFraming.Prefix prefix, int maxMessage) implements Encoder {
  @Override
  public int overhead() {
    return prefix.width();
  }

  @Override
  public void begin(int length, ByteBuffer out) {
    Bound.outgoing(length, maxMessage);
    prefix.write(length, out);
  }

  @Override
  public void finish(int start, ByteBuffer out) {}
}
