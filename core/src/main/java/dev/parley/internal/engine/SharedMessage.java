package dev.parley.internal.engine;

import dev.parley.frame.Encoder;
import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.UnencodableMessageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One message for many sessions, encoded once for each of their encoders. Immutable and safe for
/// any thread.
public final class SharedMessage {
  private final Message message;
  private final List<Encoder> encoders;
  private final List<ByteBuffer> frames;

  private SharedMessage(Message message, List<Encoder> encoders, List<ByteBuffer> frames) {
    this.message = message;
    this.encoders = encoders;
    this.frames = frames;
  }

  /// Encodes `message` for these sessions. A view is copied.
  ///
  /// @throws UnencodableMessageException if it cannot be sent to one of them
  public static SharedMessage of(Message message, List<SessionCore> receivers) {
    Message owned = message.copy();
    List<Encoder> encoders = new ArrayList<>(1);
    List<ByteBuffer> frames = new ArrayList<>(1);
    Encoder last = null;
    for (SessionCore receiver : receivers) {
      Encoder encoder = receiver.sharedEncoder(owned.length());
      // Most receivers have the encoder of the one before.
      if (encoder != null && !encoder.equals(last) && !encoders.contains(encoder)) {
        encoders.add(encoder);
        frames.add(encode(owned, encoder));
      }
      last = encoder;
    }
    return new SharedMessage(owned, encoders, frames);
  }

  /// Encodes a frame in a buffer of its own.
  ///
  /// @throws UnencodableMessageException if the framing cannot carry the message
  static ByteBuffer encode(Message message, Encoder encoder) {
    ByteBuffer frame = ByteBuffer.allocate(message.length() + encoder.overhead());
    encode(message, encoder, frame);
    return frame.flip();
  }

  /// Encodes a frame behind what is in a buffer that has room for it.
  ///
  /// @throws UnencodableMessageException if the framing cannot carry the message
  static void encode(Message message, Encoder encoder, ByteBuffer out) {
    try {
      encoder.begin(message.length(), out);
      int start = out.position();
      message.copyTo(out);
      encoder.finish(start, out);
    } catch (IllegalArgumentException e) {
      throw new UnencodableMessageException(Problem.of(e));
    }
  }

  /// Returns the message itself, owned.
  Message message() {
    return message;
  }

  /// Returns the frame for a session with this encoder, from its position to its limit. It is
  /// shared: its position must not be changed.
  ///
  /// @throws UnencodableMessageException if the encoder has become another since [#of], and cannot
  ///   carry the message
  ByteBuffer frame(Encoder encoder) {
    for (int i = 0; i < encoders.size(); i++) {
      if (encoders.get(i).equals(encoder)) {
        return frames.get(i);
      }
    }
    return encode(message, encoder);
  }

  /// Returns the memory that the message and its frames take, in bytes.
  long cost() {
    long bytes = message.length();
    for (ByteBuffer frame : frames) {
      bytes += frame.capacity();
    }
    return bytes;
  }
}
