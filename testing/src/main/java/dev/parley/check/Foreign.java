package dev.parley.check;

import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;

/// A framing that is none of the library's, so that each call is checked as in a session.
///
/// @param own does the work
record Foreign(Framing own) implements Framing {
  @Override
  public int maxMessage() {
    return own.maxMessage();
  }

  @Override
  public Framing withMaxMessage(int bytes) {
    return new Foreign(own.withMaxMessage(bytes));
  }

  @Override
  public Decoder decoder() {
    return own.decoder();
  }

  @Override
  public Encoder encoder() {
    return own.encoder();
  }

  @Override
  public String toString() {
    return own.toString();
  }
}
