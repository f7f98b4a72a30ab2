package dev.parley.frame;

import java.nio.ByteBuffer;

/// The netstring framing (D. J. Bernstein, "Netstrings", 1997): the length in ASCII digits, a
/// colon, the bytes, a comma.
///
/// ```
///   5 : h e l l o ,        the empty message:  0 : ,
/// ```
///
/// A length has no leading zeros, and the comma must be where the length says.
///
/// @param maxMessage the maximum number of bytes of a message, from 1 to [#LARGEST_MESSAGE]
public record NetstringFraming(int maxMessage) implements KnownFraming {
  /// Checks the maximum.
  ///
  /// @throws IllegalArgumentException if it is out of range
  public NetstringFraming {
    Bound.maximum(maxMessage);
  }

  @Override
  public NetstringFraming withMaxMessage(int bytes) {
    return new NetstringFraming(bytes);
  }

  @Override
  public Decoder decoder() {
    return new NetstringDecoder(maxMessage);
  }

  @Override
  public Encoder encoder() {
    return new NetstringEncoder(maxMessage);
  }

  /// A netstring begins with digits and a colon, which no method does.
  @Override
  public HttpRule httpRule() {
    return HttpRule.NONE;
  }

  @Override
  public String toString() {
    return "netstring";
  }

  /// Writes digits and a colon before the message, and a comma after it.
  private record NetstringEncoder(int maxMessage) implements Encoder {
    @Override
    public int overhead() {
      return Decimal.digits(maxMessage) + 2;
    }

    @Override
    public void begin(int length, ByteBuffer out) {
      Bound.outgoing(length, maxMessage);
      Decimal.put(length, out);
      out.put((byte) ':');
    }

    @Override
    public void finish(int start, ByteBuffer out) {
      out.put((byte) ',');
    }
  }
}
