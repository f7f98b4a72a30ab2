package dev.parley.frame;

import dev.parley.problem.FrameProblem;
import dev.parley.problem.InvalidValueException;
import java.nio.ByteBuffer;

/// No framing: the bytes of one read are one message, split into pieces of at most `maxMessage`
/// bytes.
///
/// The kernels on the path decide where a message ends: two sent messages may arrive as one, and
/// one as two. There is no empty message, because no read returns zero bytes; the encoder rejects
/// it. There is no maximum for sending: a longer message arrives in pieces, as any message may.
///
/// @param stream true for bytes that are not messages at all: nothing differs on the wire, but a
///   program that relays them to or from people adds and removes no line ends
/// @param maxMessage the maximum number of bytes of one piece, from 1 to [#LARGEST_MESSAGE]
public record RawFraming(boolean stream, int maxMessage) implements KnownFraming {
  /// Checks the maximum.
  ///
  /// @throws IllegalArgumentException if it is out of range
  public RawFraming {
    Bound.maximum(maxMessage);
  }

  @Override
  public RawFraming withMaxMessage(int bytes) {
    return new RawFraming(stream, bytes);
  }

  @Override
  public Decoder decoder() {
    return new Pieces(maxMessage);
  }

  @Override
  public Encoder encoder() {
    return new AsItIs();
  }

  @Override
  public boolean carriesEmpty() {
    return false;
  }

  @Override
  public boolean keepsBoundaries() {
    return false;
  }

  @Override
  public boolean isStream() {
    return stream;
  }

  /// Any bytes are a message here, also those of another protocol.
  @Override
  public HttpRule httpRule() {
    return HttpRule.NONE;
  }

  @Override
  public String toString() {
    return stream ? "stream" : "raw";
  }

  /// Returns all available bytes, up to the limit. Never waits, so nothing is left when the stream
  /// ends.
  private record Pieces(int maxMessage) implements Decoder {
    @Override
    public boolean decode(ByteBuffer in, Message view) {
      if (!in.hasRemaining()) {
        return false;
      }
      int start = in.position();
      int length = Math.min(in.remaining(), maxMessage);
      in.position(start + length);
      view.show(in, start, length);
      return true;
    }

    @Override
    public boolean end(ByteBuffer in, Message view) {
      return decode(in, view);
    }

    @Override
    public int maxFrameBytes() {
      return maxMessage;
    }
  }

  /// Writes nothing before or after the message.
  private record AsItIs() implements Encoder {
    @Override
    public int overhead() {
      return 0;
    }

    @Override
    public void begin(int length, ByteBuffer out) {
      if (length < 1) {
        throw new InvalidValueException(FrameProblem.OUTGOING_EMPTY);
      }
    }

    @Override
    public void finish(int start, ByteBuffer out) {}
  }
}
