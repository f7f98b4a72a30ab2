package dev.parley.frame;

import dev.parley.problem.FrameProblem;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import java.nio.ByteBuffer;

/// A framing with messages of one fixed length and nothing between them. A message of another
/// length cannot be sent. The length is not 0: such messages would come without end.
///
/// @param length the bytes of every message, from 1 to [#LARGEST_MESSAGE]
public record FixedFraming(int length) implements KnownFraming {
  /// Checks the length.
  ///
  /// @throws IllegalArgumentException if it is out of range
  public FixedFraming {
    if (length < 1 || length > LARGEST_MESSAGE) {
      throw new InvalidValueException(FramingProblem.FIXED_LENGTH, length, LARGEST_MESSAGE);
    }
  }

  /// Returns the fixed length.
  @Override
  public int maxMessage() {
    return length;
  }

  /// Returns this framing: the length of its messages is fixed.
  ///
  /// @throws IllegalArgumentException if `bytes` is less than [#length]
  @Override
  public FixedFraming withMaxMessage(int bytes) {
    if (Bound.maximum(bytes) < length) {
      throw new InvalidValueException(FramingProblem.FIXED_OVER_MAXIMUM, this, length, bytes);
    }
    return this;
  }

  @Override
  public Decoder decoder() {
    return new Cutter(length);
  }

  @Override
  public Encoder encoder() {
    return new ExactLength(length);
  }

  @Override
  public boolean carriesEmpty() {
    return false;
  }

  @Override
  public int fixedLength() {
    return length;
  }

  /// Any bytes are a message here, also those of another protocol.
  @Override
  public HttpRule httpRule() {
    return HttpRule.NONE;
  }

  @Override
  public String toString() {
    return "fixed:" + length;
  }

  /// Splits the stream every `length` bytes.
  private record Cutter(int length) implements Decoder {
    @Override
    public boolean decode(ByteBuffer in, Message view) {
      if (in.remaining() < length) {
        return false;
      }
      int start = in.position();
      in.position(start + length);
      view.show(in, start, length);
      return true;
    }

    @Override
    public int maxFrameBytes() {
      return length;
    }
  }

  /// Accepts only messages of the fixed length.
  private record ExactLength(int length) implements Encoder {
    @Override
    public int overhead() {
      return 0;
    }

    @Override
    public void begin(int messageLength, ByteBuffer out) {
      if (messageLength != length) {
        throw new InvalidValueException(FrameProblem.OUTGOING_LENGTH, messageLength, length);
      }
    }

    @Override
    public void finish(int start, ByteBuffer out) {}
  }
}
