package dev.parley.frame;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The receiving half of a [Framing] for one peer: bytes in, messages out.
///
/// A pure state machine: no socket, no thread, no clock. Confined to one thread at a time.
public interface Decoder {
  /// The next message at the position of `in`, as a view of `in`, or null when its frame is not all
  /// there yet.
  ///
  /// `in` holds every byte that has arrived and has not been decoded, from its position to its
  /// limit. A message moves the position behind its frame; null leaves the position where it was,
  /// and the next call sees the same bytes again with more behind them (so the decoder may remember
  /// how far it has looked). A decoder never asks for more than [#most] bytes to finish a frame.
  ///
  /// @throws ProtocolException if no continuation of these bytes can be a frame within the limit;
  ///   thrown before anything of the announced size is allocated
  @Nullable Message decode(ByteBuffer in) throws ProtocolException;

  /// The last message when the stream ends with `in` undecoded (not even by a call of [#decode]
  /// that gave null), or null when there is none.
  ///
  /// @throws ProtocolException with `TRUNCATED` if the stream ended inside a frame
  default @Nullable Message end(ByteBuffer in) throws ProtocolException {
    if (in.hasRemaining()) {
      throw new ProtocolException(
          ProtocolException.Fault.TRUNCATED,
          "the stream ended inside a frame, " + in.remaining() + " bytes after its start");
    }
    return null;
  }

  /// The most bytes one frame can take, its overhead included.
  int most();
}
