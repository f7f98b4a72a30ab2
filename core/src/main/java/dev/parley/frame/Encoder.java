package dev.parley.frame;

import java.nio.ByteBuffer;

/// The sending half of a [Framing]: what stands before and behind a message's bytes on the wire.
///
/// The caller puts a frame into a buffer in three steps, so that the message's bytes are copied
/// once: [#begin], then the bytes themselves, then [#finish]. Stateless and safe for any thread;
/// nothing blocks.
public interface Encoder {
  /// The most bytes that `begin` and `finish` add to a message.
  int overhead();

  /// Puts what stands before a message of `length` bytes.
  ///
  /// @throws IllegalArgumentException if this framing cannot carry a message of that length; `out`
  ///   is unchanged
  void begin(int length, ByteBuffer out);

  /// Puts what stands behind the message that lies in `out` from the absolute index `start` to the
  /// position. Where the message decides what stands before it, puts that too, and may move the
  /// message to the front for it; the position ends behind the frame.
  ///
  /// @throws IllegalArgumentException if this framing cannot carry those bytes (a line that
  ///   contains its own end); the caller then rewinds `out` to before [#begin]
  void finish(int start, ByteBuffer out);
}
